import { createHash } from 'node:crypto'
import { type Api, type FaultName, kindOf, type ReportKind, reports, strikesFiles } from './fault-names.ts'

export {
  type Api,
  apis,
  type FaultName,
  type FaultOf,
  faultNames,
  isFaultName,
  kindOf,
  type ReportKind,
  reports,
  strikesFiles,
} from './fault-names.ts'

/** What is about no order is struck only by a fault that names it. */
const aboutNoOrder: readonly string[] = ['consultPayment', 'registration', 'inquiryRegistrationStatus'] satisfies Api[]

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
  /**
   * Whether a fault is in force for a file, by its path; for a connection, without one; for a credit or statement of the bank, by
   * its batch or path; for a payment or a file of payments, by its end-to-end id or its id; counts the strike.
   */
  readonly strikesOne: (name: FaultName, of: string) => boolean
  /** The names in force for an order on its way, for people. */
  readonly inForceFor: (paymentRequestId: string) => readonly FaultName[]
}

/** A number from 0 to 1 that is always the same for a seed and what is struck. */
const drawOf = (seed: string, drawnBy: string): number =>
  createHash('sha256').update(`${seed}/${drawnBy}`).digest().readUInt32BE() / 2 ** 32

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
    strikesOne: (name, of) => {
      const { first = Number.POSITIVE_INFINITY } = kindOf(name)
      const isOpen = (one: Counted) => (one.ofOrder.get(of) ?? 0) < first
      const found = faults.find((one) => one.fault.name === name && isOpen(one) && concerns(one, of))
      if (found === undefined) return false
      found.strikes++
      found.ofOrder.set(of, (found.ofOrder.get(of) ?? 0) + 1)
      return true
    },
    inForceFor: (id) =>
      faults.filter((one) => concerns(one, id) && !strikesFiles(one.fault.name)).map(({ fault }) => fault.name),
  }
}
