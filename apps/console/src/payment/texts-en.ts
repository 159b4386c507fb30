/** What a sentence about the money can name; texts, as they are shown. */
export type WhereParts = {
  readonly amount: string
  readonly day: string
  readonly until: string
  readonly remittanceId: string
  readonly isOverdue: boolean
}

export const onePaymentTexts = {
  where: {
    created: () => 'No money has moved: the shopper has not been sent to a wallet yet.',
    waiting_for_shopper: ({ until }) => `No money has moved yet: the shopper can pay until ${until}.`,
    unknown: ({ until }) => `We do not know yet whether the shopper paid. We keep asking; next try ${until}.`,
    rejected: () => 'No money has moved: the payment was rejected.',
    cancelled: () => 'No money has moved: the payment was cancelled.',
    late: ({ amount }) => `${amount} came when the order was at its end. It goes back to the shopper.`,
    refunded: ({ amount }) => `${amount} went back to the shopper.`,
    expected_in_file: ({ amount, day, isOverdue }) =>
      isOverdue
        ? `${amount} is captured. The file of ${day} should have named it: overdue.`
        : `${amount} is captured, and expected in the file of ${day}.`,
    in_doubt: ({ amount }) => `${amount} is in doubt: what Alipay+ reports does not agree with our books.`,
    cleared: ({ amount, day, isOverdue }) =>
      isOverdue
        ? `${amount} is in a clearing batch. It should have reached our bank on ${day}: overdue.`
        : `${amount} is in a clearing batch, expected at our bank on ${day}.`,
    announced: ({ amount, day, isOverdue }) =>
      isOverdue
        ? `${amount} is in a settlement batch. It should have reached our bank on ${day}: overdue.`
        : `${amount} is in a settlement batch, expected at our bank on ${day}.`,
    available: ({ amount }) => `${amount} is on our bank account, available for the next remittance.`,
    remittance_waits: ({ amount, remittanceId }) =>
      `${amount} is in remittance ${remittanceId}, which waits for a second person.`,
    remittance_next: ({ amount, remittanceId }) =>
      `${amount} is in remittance ${remittanceId}, which goes to the bank next.`,
    remittance_sent: ({ amount, remittanceId }) =>
      `${amount} is in remittance ${remittanceId}, on its way to the merchant’s bank.`,
    remitted: ({ amount, remittanceId, day }) =>
      `${amount} has been at the merchant’s bank since ${day}, with remittance ${remittanceId}.`,
  } as Readonly<Record<string, (parts: WhereParts) => string>>,
  inTheWay: (since: string, owner: string | undefined) =>
    `A break stands in its way since ${since}${owner === undefined ? ', nobody has it' : `, ${owner} has it`}.`,
  partRefunded: 'Part refunded',
  disputed: 'Disputed',
  look: 'Look at it',
  notes: 'Notes',
  noNotes: 'No notes.',
  internal: 'not shown to the merchant',
  addNote: 'Add note…',
  keepNote: 'Keep note',
  note: 'Note',
  messages: 'Messages with Alipay+',
  noMessages: 'Nothing was said yet.',
  request: 'Request',
  answer: 'Answer',
  webhooks: 'Webhooks',
  noWebhooks: 'The merchant was told nothing yet.',
  noEndpoint: 'No endpoint wants it.',
  sentBody: 'What is sent',
  attempts: (n: number) => (n === 1 ? '1 attempt' : `${n} attempts`),
  delivery: {
    pending: (next: string | undefined) => (next === undefined ? 'Waiting' : `Retrying, next ${next}`),
    delivered: () => 'Delivered',
    given_up: () => 'Gave up',
  } as Readonly<Record<'pending' | 'delivered' | 'given_up', (next: string | undefined) => string>>,
  replay: (type: string) => `Replay ${type}`,
  replaySays: 'It is sent again, with the same bytes and the same id, to every endpoint that wants it.',
  replayed: 'It is sent again.',
}

export const paymentListTexts = {
  all: 'All',
  unknown: 'Unknown outcome',
  notSettled: 'Captured, not settled',
  refundedThisMonth: 'Refunded this month',
  least: 'Amount from',
  most: 'Amount up to',
  more: 'More filters',
  columns: 'Columns',
  export: 'Export CSV',
  counting: 'Counting…',
  count: (n: number) => (n === 1 ? '1 payment' : `${n.toLocaleString('en')} payments`),
  moreThan: (n: number) => `More than ${n.toLocaleString('en')} payments.`,
  countAll: 'Count all',
}

export const viewTexts = {
  name: 'Views',
  keep: 'Keep this view…',
  keepIt: 'Keep it',
  called: 'Name',
  remove: (name: string) => `Remove the view ${name}`,
}

export const personalDataTexts = {
  name: 'Personal data',
  look: 'Show personal data',
  isLogged: 'That you looked is kept in the audit trail.',
  nothing: 'Nothing is known of who paid.',
  customer: 'Customer',
  device: 'Browser',
  country: 'Country',
  descriptor: 'On the statement',
  returnUrl: 'Sent back to',
  erase: 'Erase personal data',
  erased: 'It is erased.',
  eraseSays:
    'What tells who paid is erased for good, in messages and notes too. Amounts, times and ids stay, and the books hold.',
  reference: 'Reference of the request',
  referenceHint: 'Stands in the audit trail: no name, please.',
  ending: 'Last six digits of the payment id',
  endingHint: (id: string) => `To confirm: ${id}`,
  access: 'Who did what about this payment',
  nobody: 'Nobody yet.',
  wholeTrail: 'All of it, with before and after',
  operations: {
    'personalData.get': 'looked at personal data',
    'personalData.erase': 'erased personal data',
    'privacy erase': 'erased personal data',
    'payments.note': 'wrote a note',
    'refunds.ask': 'asked for a refund',
  } as Readonly<Record<string, string>>,
}
