/** The calls of the ACQP interface that faults can strike. */
export const apis = [
  'pay',
  'inquiryPayment',
  'cancelPayment',
  'refund',
  'responseRetrieval',
  'responseEscalation',
  'consultPayment',
  'registration',
  'inquiryRegistrationStatus',
] as const
export type Api = (typeof apis)[number]

/** The reports of Alipay+ that faults can strike. */
export const reports = ['transactionItems', 'summary', 'feeItems', 'settlement'] as const
export type ReportKind = (typeof reports)[number]

type FaultKind = {
  readonly strikes:
    | 'call'
    | 'notification'
    | 'settlement'
    | 'row'
    | 'file'
    | 'batch'
    | 'sftp'
    | 'credit'
    | 'statement'
    | 'payout'
  readonly says: string
  /** The only calls that it strikes; each that its fault is meant for, where none are named. */
  readonly apis?: readonly Api[]
  /** The only reports that it strikes, in a row or as a whole; each, where none are named. */
  readonly reports?: readonly ReportKind[]
  /** How many calls about one order, or reads of one file, it strikes, counted for each API; all, where nothing is said. */
  readonly first?: number
}

/** What can be made to go wrong, by name, and what the client then sees. */
export const faultNames = {
  request_lost: { strikes: 'call', says: 'the connection breaks before the request is read; nothing was done' },
  connection_reset: { strikes: 'call', says: 'the connection is reset (TCP RST); nothing was done' },
  call_hangs: { strikes: 'call', says: 'no answer ever comes, and the connection stays open; nothing was done' },
  answer_lost: { strikes: 'call', says: 'the request is done, and the connection breaks before the answer' },
  answer_slow: { strikes: 'call', says: 'the request is done, and the answer comes after 25 s' },
  http_500: { strikes: 'call', says: 'the request is done, and the answer is HTTP 500' },
  empty_body: { strikes: 'call', says: 'the request is done, and the answer is empty' },
  garbled_body: { strikes: 'call', says: 'the request is done, and the answer is cut in the middle' },
  wrong_signature: {
    strikes: 'call',
    says: 'the request is done, and the answer is signed with a key that nobody knows',
  },
  unknown_key: { strikes: 'call', says: 'the request is done, and the answer names a key version that does not exist' },
  status_a: { strikes: 'call', says: 'the request is done, and the result has the status A' },
  unknown_code: { strikes: 'call', says: 'the request is done, and the result has a code that nobody documented' },
  unknown_exception: {
    strikes: 'call',
    says: 'U for ever: the request is done, and the result is U/UNKNOWN_EXCEPTION each time',
  },
  unknown_then_success: {
    strikes: 'call',
    first: 1,
    says: 'U, then S: the request is done; U/UNKNOWN_EXCEPTION at first, the true result when it is repeated',
  },
  unknown_then_failure: {
    strikes: 'call',
    first: 2,
    says: 'U, then F: nothing is done by the first two; U/UNKNOWN_EXCEPTION at first, then F/RISK_REJECT',
  },
  order_not_found: {
    strikes: 'call',
    apis: ['inquiryPayment', 'cancelPayment', 'refund'],
    first: 2,
    says: 'nothing is done by the first two, and the result is F/ORDER_NOT_EXIST, though the order stands',
  },
  cancel_unknown: {
    strikes: 'call',
    apis: ['cancelPayment'],
    first: 3,
    says: 'the order is cancelled, and the first three results are U/UNKNOWN_EXCEPTION',
  },
  refund_unknown: {
    strikes: 'call',
    apis: ['refund'],
    first: 3,
    says: 'the money goes back, and the first three results are U/UNKNOWN_EXCEPTION',
  },
  throttled: { strikes: 'call', says: 'nothing is done, and the result is U/REQUEST_TRAFFIC_EXCEED_LIMIT' },
  refused: { strikes: 'call', says: 'nothing is done, and the result is F/RISK_REJECT' },
  clock_skew: { strikes: 'call', says: 'the request is done; answers and notifications are stamped two hours behind' },
  notification_before_answer: {
    strikes: 'notification',
    says: 'the order is paid as soon as it is placed, and announced before pay is answered',
  },
  notification_late: { strikes: 'notification', says: 'the notification is sent half an hour late' },
  notification_repeated: { strikes: 'notification', says: 'the notification is sent five times' },
  notification_never: { strikes: 'notification', says: 'the notification is never sent' },
  notification_out_of_order: {
    strikes: 'notification',
    says: 'a minute after the notification comes one from before it: U/PAYMENT_IN_PROCESS',
  },
  notification_forged: { strikes: 'notification', says: 'a forger announces a success when the order is placed' },
  notification_other_amount: { strikes: 'notification', says: 'the notification names another amount' },
  notification_other_order: { strikes: 'notification', says: 'the notification names an order that was never placed' },
  notification_for_cancelled: {
    strikes: 'notification',
    says: 'a success is announced of an order that was just cancelled',
  },
  settlement_amount_missing: { strikes: 'settlement', says: 'no message says what is settled, or at which rate' },
  settlement_amount_late: {
    strikes: 'settlement',
    says: 'what is settled is said ten minutes after the money has moved, to whom asks again',
  },
  'report-row-missing': { strikes: 'row', reports: ['transactionItems'], says: 'a row is left out' },
  'report-row-twice': { strikes: 'row', reports: ['transactionItems'], says: 'a row comes twice' },
  'report-amount-off': {
    strikes: 'row',
    reports: ['transactionItems'],
    says: 'the settlement amount of a row is 100 of its smallest units too high',
  },
  'report-fee-off': { strikes: 'row', reports: ['feeItems'], says: 'a fee is 100 of its smallest units too high' },
  'report-unknown-transaction': {
    strikes: 'row',
    reports: ['transactionItems'],
    says: 'after a row comes one like it, of a transaction that never was',
  },
  'report-wrong-total': {
    strikes: 'file',
    says: 'the amount in the totals (of `summary`: in its first row) is 100 of its smallest units too high',
  },
  'report-late': { strikes: 'file', says: 'the file is written a day late, in the folder of that day' },
  'report-renamed': { strikes: 'file', says: 'the same file comes once more, as `_001.csv`' },
  'report-truncated': { strikes: 'file', says: 'the file ends in the middle of its last line of details' },
  'report-columns-permuted': {
    strikes: 'file',
    says: 'the columns of the details come in the opposite order, their names too',
  },
  'negative-net-carried': {
    strikes: 'batch',
    says: 'a negative net is not debited: the next settlement of the agreement lists its clearing batches again',
  },
  'settled-short': { strikes: 'credit', says: 'the bank credits 1000 of the smallest units less' },
  'bank-charges': {
    strikes: 'credit',
    says: 'the bank takes charges of 250 smallest units off a credit, and states them',
  },
  'bank-two-batches-one-credit': {
    strikes: 'credit',
    says: 'a credit comes together with the next one of its currency',
  },
  'bank-one-batch-two-credits': {
    strikes: 'credit',
    says: 'a half of a credit comes, and the rest on the next business day',
  },
  'bank-late': { strikes: 'credit', says: 'a credit comes a business day late' },
  'bank-wrong-reference': { strikes: 'credit', says: 'a credit names a settlement batch that there never was' },
  'bank-unrelated-traffic': {
    strikes: 'statement',
    says: 'somebody pays onto the account, and something is paid from it, that is no settlement',
  },
  'bank-statement-twice': {
    strikes: 'statement',
    says: 'the statement comes once more, as `_2` and with other bytes',
  },
  'bank-statement-missing': {
    strikes: 'statement',
    says: 'the statement comes 30 hours late, behind that of the next day',
  },
  'payout-rejected': {
    strikes: 'payout',
    says: 'a payment is rejected (AC04) when its file is answered; nothing is booked',
  },
  'payout-rejected-after-acceptance': {
    strikes: 'payout',
    says: 'a payment is accepted, and rejected (AC06) on its execution day instead of being booked',
  },
  'payout-returned': {
    strikes: 'payout',
    says: 'a payment is booked, and its money comes back (AC04) two business days later',
  },
  'payout-unanswered': {
    strikes: 'payout',
    says: 'a file of payments is never answered; they are booked all the same',
  },
  'payout-forgotten': {
    strikes: 'payout',
    says: 'a file of payments is neither answered nor carried out',
  },
  'payout-booked-as-one': {
    strikes: 'payout',
    says: 'the payments of a group are one debit, though the file does not ask for it; drawn by the id of the group',
  },
  'payout-answered-twice': {
    strikes: 'payout',
    says: 'the answer to a file of payments comes once more, as `_2` and with another id',
  },
  'sftp-refused': { strikes: 'sftp', says: 'the SFTP server ends each connection at once' },
  'sftp-breaks': {
    strikes: 'sftp',
    first: 1,
    says: 'the connection breaks in the middle of a file, read or put, once for each file',
  },
} as const satisfies Record<string, FaultKind>

export type FaultName = keyof typeof faultNames

/** The names of the faults that strike one of some things. */
export type FaultOf<What extends FaultKind['strikes']> = {
  [Name in FaultName]: (typeof faultNames)[Name]['strikes'] extends What ? Name : never
}[FaultName]

export const isFaultName = (text: string): text is FaultName => Object.hasOwn(faultNames, text)

export const kindOf = (name: FaultName): FaultKind => faultNames[name]

/** Whether a fault strikes what Alipay+ and the bank write, and nothing that a payment meets on its way. */
export const strikesFiles = (name: FaultName): boolean =>
  ['row', 'file', 'batch', 'sftp', 'credit', 'statement', 'payout'].includes(kindOf(name).strikes)
