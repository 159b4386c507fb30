export const disputeTexts = {
  name: 'Disputes',
  none: 'No open disputes.',
  noMatch: 'No dispute stands so.',
  open: 'To be answered',
  lists: { answered: 'Answered', ended: 'Ended' },
  what: 'What the shopper wants',
  kinds: { retrieval: 'Asks about a payment', escalation: 'Wants money back' },
  says: {
    retrieval: 'The shopper asks what this payment was. No money moves; who does not answer may lose a claim later.',
    escalation: 'The shopper claims this money. Without an answer in time the claim is lost.',
  },
  answerByIn: (zone: string) => `Answer by, ${zone}`,
  answerBy: 'Answer by',
  openedAt: 'Came',
  reason: 'Reason',
  payment: 'Payment',
  taken: 'Taken back by Alipay+',
  answered: 'Answer',
  answers: { defended: 'Defended', accepted: 'Accepted', unanswered: 'None in time' },
  twice: (amount: string) =>
    `${amount} of this payment went back already, or is on its way back. Accepting gives back what is claimed beside it.`,
  files: 'Evidence',
  noFiles: 'Nothing was handed in.',
  kilobytes: (n: number) => `${n.toLocaleString('en')} kB`,
  answerIt: 'Answer',
  addFile: 'Add evidence…',
  keepFile: 'Hand it in',
  file: 'Document',
  fileHint: 'PDF, JPEG, PNG or TIFF; all documents together at most 750 kB.',
  tooLarge: 'This document is larger than 750 kB. Make it smaller.',
  defend: 'Defend…',
  defendSays: (files: number) =>
    files === 0
      ? 'Alipay+ is told that the payment stands, without any evidence. This is the one answer that can be given.'
      : `Alipay+ is told that the payment stands, with the evidence (${files}). This is the one answer that can be given.`,
  accept: (amount: string) => `Give back ${amount}…`,
  acceptSays: (amount: string) => `Alipay+ is told that the claim is right: ${amount} goes back. It cannot be undone.`,
  giveIn: 'Give in…',
  giveInSays: 'Alipay+ is told that nothing speaks for the payment. It cannot be undone.',
  stands: {
    due: (days: number) => (days === 1 ? 'Answer due in 1 day' : `Answer due in ${days} days`),
    overdue: () => 'Answer overdue',
    answered: () => 'Answered',
    won: () => 'Closed in your favour',
    lost: () => 'Accepted, money returned',
    expired: () => 'Not answered in time',
    withdrawn: () => 'Withdrawn',
  } as Readonly<
    Record<'due' | 'overdue' | 'answered' | 'won' | 'lost' | 'expired' | 'withdrawn', (days: number) => string>
  >,
}
