import type { KeptBackReason, RemittanceStatus, SkipReason } from '@silkgate/domain'

const kinds: Readonly<Record<string, readonly [string, string]>> = {
  payment: ['Payment', 'Payments'],
  fee: ['Our fee', 'Our fees'],
  refund: ['Refund', 'Refunds'],
  dispute: ['Dispute', 'Disputes'],
  rejected: ['Refused by the bank earlier', 'Refused by the bank earlier'],
  returned: ['Came back earlier', 'Came back earlier'],
  cancelled: ['Called off earlier', 'Called off earlier'],
  remitted_after_all: ['Paid by the bank after all', 'Paid by the bank after all'],
  reserve_released: ['Reserve released', 'Reserves released'],
  other: ['Other', 'Other'],
}

const people = (emails: readonly string[]): string =>
  emails.length < 2 ? emails.join('') : `${emails.slice(0, -1).join(', ')} or ${emails.at(-1)}`

const remittances = (n: number): string => (n === 1 ? '1 remittance' : `${n.toLocaleString('en')} remittances`)

/** What is said of the money that merchants get. */
export const remittanceTexts = {
  run: 'Run',
  runs: 'Runs',
  all: 'All remittances',
  one: 'Remittance',
  called: (id: string) => `Remittance ${id}`,
  runOf: (day: string) => `Run of ${day}`,
  runByHand: (at: string) => `Run by hand, ${at}`,
  total: 'Total',
  count: 'Remittances',
  waiting: 'Need approval',
  notPaid: 'Not paid',
  startedAt: (zone: string) => `Started, ${zone}`,
  startedBy: 'Started by',
  madeAt: (zone: string) => `Made, ${zone}`,
  movedAt: (zone: string) => `When, ${zone}`,
  nothingWaits: 'Nothing waits for approval.',
  waits: (n: number, totals: string) =>
    `${remittances(n)} of ${totals} ${n === 1 ? 'needs' : 'need'} the approval of a second person.`,
  nextRun: (at: string) => `Next run ${at}.`,
  noRuns: 'There was no run yet.',
  noneYet: 'No remittances yet.',
  noneMatch: 'No remittance matches.',
  pays: (totals: string) => `This run pays ${totals}.`,
  paysNobody: 'This run pays nobody.',
  goesOn: ' It is not at its end yet.',
  nobodySkipped: 'Whoever had a balance was paid.',
  payNow: 'Pay now',
  payNowSays: 'A run begins at once and pays whatever is available, whatever day and amount the contracts say.',
  onlyMerchant: 'Only this merchant, by its number (optional)',
  account: 'Payout account',
  newAccount: 'New account',
  neverPaid: 'Nothing was paid to this merchant before.',
  accountBefore: (account: string) => `The one before went to ${account}.`,
  usableFrom: (at: string) => `It may be used since ${at}.`,
  approve: (totals: string) => `Approve ${totals}`,
  refuse: 'Refuse',
  refuseSays: 'The bank is told nothing, and the money is available to the merchants again.',
  typeTotal: (currency: string) => `Type the total of ${currency} again`,
  whoCan: (emails: readonly string[]) =>
    emails.length === 0 ? 'Nobody can approve it now.' : `${people(emails)} can approve it.`,
  youMadeIt: (emails: readonly string[]) =>
    emails.length === 0
      ? 'You started this run, and nobody else may approve.'
      : `You started this run. ${people(emails)} can approve it.`,
  onHold: 'On hold',
  isOrdered: 'The bank has been told of it: it can be held no more.',
  heldBy: (by: string, reason: string) => `On hold by ${by}: ${reason}`,
  waitsFor: {
    merchant_suspended: 'The bank is not told: the merchant is suspended.',
    merchant_on_hold: 'The bank is not told: a hold lies on the merchant.',
    kyb_not_approved: 'The bank is not told: the KYB of the merchant is not approved.',
    kyb_review_due: 'The bank is not told: the merchant must be looked into again.',
    remittance_on_hold: 'The bank is not told: a hold lies on it.',
    payment_on_hold: 'The bank is not told: a hold was placed on a payment in it.',
    payout_account_changed:
      'The bank is not told: the merchant is paid to another account since it was made, or its account is closed.',
    order_unwritable: 'The bank cannot be told: an order for it would break its rules. Its break says why.',
  } satisfies Record<KeptBackReason, string> as Readonly<Record<KeptBackReason, string>>,
  statusWords: {
    awaiting_approval: 'Needs approval',
    approved: 'Approved',
    sent: 'Sent to bank',
    accepted: 'Accepted by bank',
    confirmed: 'At the merchant’s bank',
    rejected: 'Refused by bank',
    returned: 'Came back',
    cancelled: 'Cancelled',
  } satisfies Record<RemittanceStatus, string> as Readonly<Record<RemittanceStatus, string>>,
  says: {
    awaiting_approval: 'It waits until a second person approves it; the bank is not told before.',
    approved: 'It goes to the bank with the next file.',
    sent: 'The bank has the order.',
    accepted: 'The bank carries the order out; its debit is not on our statement yet.',
    confirmed: 'Its debit is on our statement: the money is at the merchant’s bank.',
    rejected: 'The bank did not carry it out. Its money is available again.',
    returned: 'The money left our account and came back. It is available again.',
    cancelled: 'It was called off before the bank was told. Its money is available again.',
  } satisfies Record<RemittanceStatus, string> as Readonly<Record<RemittanceStatus, string>>,
  because: (reason: string) => `Reason: ${reason}.`,
  whyAmount: 'Why this amount',
  part: 'Part',
  kind: (kind: string, n: number): string => {
    const [one, many] = kinds[kind] ?? [kind, kind]
    return n === 1 ? one : `${n.toLocaleString('en')} ${many.toLowerCase()}`
  },
  carriedOver: 'Left by the one before',
  reserve: 'Kept as reserve',
  keptBack: 'Kept for disputes under way and held payments',
  paidOut: 'Paid out',
  refundsAreOut: 'Refunds on their way back are out of what is available from the moment they are asked for.',
  history: 'What happened',
  made: 'Made',
  bankSays: (code: string) => `The bank says ${code}`,
  booked: (amount: string) => `Booked at the bank, ${amount}`,
  onStatement: (number: string, account: string) => `Statement ${number} of ${account}`,
  madeOf: 'What it is made of',
  madeOfNothing: 'Nothing has moved; it pays what the one before left.',
  file: 'Order for the bank',
  download: 'Download pain.001',
  carriedInto: 'Its money went into',
  skips: {
    may_not_be_paid: 'It is not live, its KYB is open or overdue, it is suspended, or a hold lies on it',
    owes_in_another_currency: 'It owes us more in a currency than it may',
    no_payout_account: 'It has no payout account in this currency that can be used yet',
    account_cannot_be_paid: 'An order to its payout account would break the rules of banks',
    no_bank_account: 'We have no safeguarding account in this currency that banks take orders of',
    not_its_day: 'Its contract pays on another day',
    below_threshold: 'The amount from which its contract pays is not reached',
    nothing_available: 'Nothing is left after reserve, disputes, holds and what it owes',
    does_not_add_up: 'Its movements are not what the ledger says: a person must look',
  } satisfies Record<SkipReason, string> as Readonly<Record<SkipReason, string>>,
}
