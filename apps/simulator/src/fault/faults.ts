import { createHash } from 'node:crypto'

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

/** What is about no order is struck only by a fault that names it. */
const aboutNoOrder: readonly string[] = ['consultPayment', 'registration', 'inquiryRegistrationStatus'] satisfies Api[]

/** The reports of Alipay+ that faults can strike. */
export const reports = ['transactionItems', 'summary', 'feeItems', 'settlement'] as const
export type ReportKind = (typeof reports)[number]

type FaultKind = {
  readonly strikes: 'call' | 'notification' | 'settlement' | 'row' | 'file' | 'batch' | 'sftp'
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
  'sftp-refused': { strikes: 'sftp', says: 'the SFTP server ends each connection at once' },
  'sftp-breaks': {
    strikes: 'sftp',
    first: 1,
    says: 'the connection breaks in the middle of a file, once for each file',
  },
} as const satisfies Record<string, FaultKind>

export type FaultName = keyof typeof faultNames

/** The names of the faults that strike one of some things. */
export type FaultOf<What extends FaultKind['strikes']> = {
  [Name in FaultName]: (typeof faultNames)[Name]['strikes'] extends What ? Name : never
}[FaultName]

export const isFaultName = (text: string): text is FaultName => Object.hasOwn(faultNames, text)

/**
 * A fault in force: for all, for a seeded share of orders, or for one; of one call or of each about an order; so many
 * times in all, the first calls about each order (counted for each API), or for ever.
 */
export type Fault = {
  readonly name: FaultName
  readonly share?: number | undefined
  readonly seed?: string | number | undefined
  readonly paymentRequestId?: string | undefined
  readonly api?: Api | undefined
  readonly report?: ReportKind | undefined
  readonly times?: number | undefined
  readonly first?: number | undefined
}

/** What of a report a fault can strike: a row of a payment's, or all of it. The share is drawn by a text that names it. */
export type ReportPart = {
  readonly report: ReportKind
  readonly drawnBy: string
  readonly paymentRequestId?: string | undefined
}

/** A fault that strikes a call now, and how many calls about the order it has struck, this one included. */
export type Strike = { readonly name: FaultName; readonly count: number }

export type Faults = {
  readonly read: () => readonly Fault[]
  /** What is in force, with how often each fault has struck. */
  readonly struck: () => readonly (Fault & { readonly strikes: number })[]
  /** Puts faults in force, in place of those that were; of those that `read` gave, the strikes go on being counted. */
  readonly set: (faults: readonly Fault[]) => void
  /** The fault that strikes a call now, if any; counts the strike. */
  readonly strike: (api: Api, paymentRequestId: string) => Strike | undefined
  /** Whether a fault is in force for what is sent about an order; counts the strike. */
  readonly strikesNotification: (name: FaultName, paymentRequestId: string) => boolean
  /** The fault that keeps the settlement amount back in a message of an order, if any; counts the strike. */
  readonly strikesSettlement: (of: Api | 'notification', paymentRequestId: string) => FaultName | undefined
  /** Whether a fault strikes a part of a report; counts the strike. */
  readonly strikesReport: (name: FaultName, part: ReportPart) => boolean
  /** Whether a fault is in force for a file, by its path, or for a connection, without one; counts the strike. */
  readonly strikesSftp: (name: FaultName, path: string) => boolean
  /** The names in force for an order on its way, for people. */
  readonly inForceFor: (paymentRequestId: string) => readonly FaultName[]
}

/** A number from 0 to 1 that is always the same for a seed and what is struck. */
const drawOf = (seed: string, drawnBy: string): number =>
  createHash('sha256').update(`${seed}/${drawnBy}`).digest().readUInt32BE() / 2 ** 32

export const kindOf = (name: FaultName): FaultKind => faultNames[name]

/** Whether a fault strikes what Alipay+ writes, and nothing that a payment meets on its way. */
export const strikesFiles = (name: FaultName): boolean =>
  ['row', 'file', 'batch', 'sftp'].includes(kindOf(name).strikes)

type Counted = { readonly fault: Fault; strikes: number; readonly ofOrder: Map<string, number> }

/** Whether what a text draws for is one of those that a fault is for: an order, a row, or a file. */
export const isFor = (fault: Fault, id: string | undefined, drawnBy = id ?? ''): boolean =>
  (fault.paymentRequestId === undefined || fault.paymentRequestId === id) &&
  (fault.share === undefined || drawOf(String(fault.seed ?? fault.name), drawnBy) < fault.share)

const concerns = ({ fault, strikes }: Counted, id: string | undefined, drawnBy?: string): boolean =>
  (fault.times === undefined || strikes < fault.times) && isFor(fault, id, drawnBy)

const isMeantFor = ({ api }: Fault, of: Api | 'notification'): boolean =>
  api === undefined ? !aboutNoOrder.includes(of) : api === of

const strikesCall = ({ fault, ofOrder }: Counted, api: Api, id: string): boolean => {
  const { strikes, apis, first: own } = kindOf(fault.name)
  const first = fault.first ?? own
  if (strikes !== 'call' || !isMeantFor(fault, api) || !(apis ?? [api]).includes(api)) return false
  return first === undefined || (ofOrder.get(`${api} ${id}`) ?? 0) < first
}

export const openFaults = (): Faults => {
  let faults: Counted[] = []
  return {
    read: () => faults.map(({ fault }) => fault),
    struck: () => faults.map(({ fault, strikes }) => ({ ...fault, strikes })),
    set: (wanted) => {
      const before = new Map(faults.map((one) => [one.fault, one]))
      faults = wanted.map((fault) => before.get(fault) ?? { fault, strikes: 0, ofOrder: new Map() })
    },
    strike: (api, id) => {
      const found = faults.find((one) => strikesCall(one, api, id) && concerns(one, id))
      if (found === undefined) return undefined
      const count = (found.ofOrder.get(`${api} ${id}`) ?? 0) + 1
      found.strikes++
      found.ofOrder.set(`${api} ${id}`, count)
      return { name: found.fault.name, count }
    },
    strikesNotification: (name, id) => {
      const found = faults.find((one) => one.fault.name === name && concerns(one, id))
      if (found !== undefined) found.strikes++
      return found !== undefined
    },
    strikesSettlement: (of, id) => {
      const isOne = ({ fault }: Counted) => kindOf(fault.name).strikes === 'settlement' && isMeantFor(fault, of)
      const found = faults.find((one) => isOne(one) && concerns(one, id))
      if (found !== undefined) found.strikes++
      return found?.fault.name
    },
    strikesReport: (name, { report, drawnBy, paymentRequestId }) => {
      if (!(kindOf(name).reports ?? reports).includes(report)) return false
      const isOne = ({ fault }: Counted) => fault.name === name && (fault.report ?? report) === report
      const found = faults.find((one) => isOne(one) && concerns(one, paymentRequestId, drawnBy))
      if (found !== undefined) found.strikes++
      return found !== undefined
    },
    strikesSftp: (name, path) => {
      const { first = Number.POSITIVE_INFINITY } = kindOf(name)
      const isOpen = (one: Counted) => (one.ofOrder.get(path) ?? 0) < first
      const found = faults.find((one) => one.fault.name === name && isOpen(one) && concerns(one, path))
      if (found === undefined) return false
      found.strikes++
      found.ofOrder.set(path, (found.ofOrder.get(path) ?? 0) + 1)
      return true
    },
    inForceFor: (id) =>
      faults.filter((one) => concerns(one, id) && !strikesFiles(one.fault.name)).map(({ fault }) => fault.name),
  }
}
