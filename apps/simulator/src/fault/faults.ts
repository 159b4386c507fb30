import { createHash } from 'node:crypto'

/** The calls of the ACQP interface that faults can strike. */
export const apis = [
  'consultPayment',
  'pay',
  'inquiryPayment',
  'cancelPayment',
  'refund',
  'registration',
  'inquiryRegistrationStatus',
] as const
export type Api = (typeof apis)[number]

/** What is asked about no order is struck only by a fault that names it. */
const aboutNoOrder: readonly Api[] = ['consultPayment', 'registration', 'inquiryRegistrationStatus']

/** What can be made to go wrong, by name, and what the client then sees. */
export const faultNames = {
  request_lost: { strikes: 'call', says: 'the connection breaks before the request is read; nothing was done' },
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
  unknown_exception: { strikes: 'call', says: 'the request is done, and the result is U/UNKNOWN_EXCEPTION' },
  throttled: { strikes: 'call', says: 'nothing is done, and the result is U/REQUEST_TRAFFIC_EXCEED_LIMIT' },
  refused: { strikes: 'call', says: 'nothing is done, and the result is F/RISK_REJECT' },
  notification_never: { strikes: 'notification', says: 'the notification is never sent' },
  notification_repeated: { strikes: 'notification', says: 'the notification is sent five times' },
  notification_forged: { strikes: 'notification', says: 'a forger announces a success when the order is placed' },
  notification_other_amount: { strikes: 'notification', says: 'the notification names another amount' },
  notification_other_order: { strikes: 'notification', says: 'the notification names an order that was never placed' },
} as const satisfies Record<string, { strikes: 'call' | 'notification'; says: string }>

export type FaultName = keyof typeof faultNames

export const isFaultName = (text: string): text is FaultName => Object.hasOwn(faultNames, text)

/**
 * A fault in force: for all, for a seeded share of orders, or for one; of one call or of each; so many times or for
 * ever.
 */
export type Fault = {
  readonly name: FaultName
  readonly share?: number | undefined
  readonly seed?: string | number | undefined
  readonly paymentRequestId?: string | undefined
  readonly api?: Api | undefined
  readonly times?: number | undefined
}

export type Faults = {
  readonly read: () => readonly Fault[]
  readonly set: (faults: readonly Fault[]) => void
  /** The fault that strikes a call now, if any; counts the strike. */
  readonly strike: (api: Api, paymentRequestId: string) => FaultName | undefined
  /** Whether a fault of notifications is in force for an order; counts the strike. */
  readonly strikesNotification: (name: FaultName, paymentRequestId: string) => boolean
  /** The names in force for an order, for people. */
  readonly inForceFor: (paymentRequestId: string) => readonly FaultName[]
}

/** A number from 0 to 1 that is always the same for an order and a seed. */
const drawOf = (seed: string, paymentRequestId: string): number =>
  createHash('sha256').update(`${seed}/${paymentRequestId}`).digest().readUInt32BE() / 2 ** 32

export const openFaults = (): Faults => {
  let faults: { fault: Fault; strikes: number }[] = []
  const concerns = ({ fault, strikes }: { fault: Fault; strikes: number }, id: string): boolean =>
    (fault.paymentRequestId === undefined || fault.paymentRequestId === id) &&
    (fault.times === undefined || strikes < fault.times) &&
    (fault.share === undefined || drawOf(String(fault.seed ?? fault.name), id) < fault.share)
  const find = (id: string, matches: (fault: Fault) => boolean): FaultName | undefined => {
    const found = faults.find((one) => matches(one.fault) && concerns(one, id))
    if (found !== undefined) found.strikes++
    return found?.fault.name
  }
  return {
    read: () => faults.map(({ fault }) => fault),
    set: (wanted) => {
      faults = wanted.map((fault) => ({ fault, strikes: 0 }))
    },
    strike: (api, id) =>
      find(id, (fault) => {
        const isStruck = fault.api === undefined ? !aboutNoOrder.includes(api) : fault.api === api
        return isStruck && faultNames[fault.name].strikes === 'call'
      }),
    strikesNotification: (name, id) => find(id, (fault) => fault.name === name) !== undefined,
    inForceFor: (id) => faults.filter((one) => concerns(one, id)).map(({ fault }) => fault.name),
  }
}
