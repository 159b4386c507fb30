import type { TestSandbox } from './sandbox.ts'

/** A file as it is listed on a simulated file server. */
export type ListedFile = { readonly path: string; readonly size: number; readonly writtenAt: string }

/** What was cleared under an agreement on a day; amounts in the smallest unit, positive to the acquirer. */
export type ClearingTruth = {
  readonly clearingBatchId: string
  readonly agreement: string
  readonly day: string
  readonly gross: string
  readonly fees: string
  readonly net: string
  readonly settlesOn: string
  readonly settledBy?: string
}

/** What the bank moves on a value date, or what is carried forward. */
export type SettlementTruth = {
  readonly settlementBatchId: string
  readonly agreement: string
  readonly valueDate: string
  readonly net: string
  readonly fundDirection: 'C' | 'D'
  readonly clearingBatchIds: readonly string[]
  readonly carriedBy?: string
}

type Simulated = Pick<TestSandbox, 'simulatorUrl'>

const get = async <T>({ simulatorUrl }: Simulated, path: string): Promise<T> =>
  (await (await fetch(`${simulatorUrl}${path}`)).json()) as T

/** What lies on a simulated file server, in the order of the paths. */
export const filesOf = async (sandbox: Simulated, owner: 'alipayplus' | 'bank' = 'alipayplus'): Promise<ListedFile[]> =>
  (await get<{ files: ListedFile[] }>(sandbox, `/control/files?owner=${owner}`)).files

/** The text of one of Alipay+'s files. */
export const readFile = async ({ simulatorUrl }: Simulated, path: string): Promise<string> =>
  (await fetch(`${simulatorUrl}/control/files/alipayplus${path}`)).text()

/** What Alipay+ has cleared and settled. */
export const settlementOf = (sandbox: Simulated) =>
  get<{ clearingBatches: ClearingTruth[]; settlementBatches: SettlementTruth[] }>(sandbox, '/control/settlement')

/** How a fault spoiled a report: which row, of which transaction, and what would have been right. */
export type ReportStruck = {
  readonly fault: string
  readonly path: string
  readonly at: string
  readonly detailRow?: number
  readonly transactionId?: string
  readonly wasRight: string
}

/** What was spoiled in reports so far, in the order in which it was. */
export const reportStrikesOf = async (sandbox: Simulated): Promise<ReportStruck[]> =>
  (await get<{ reports: ReportStruck[] }>(sandbox, '/control/strikes')).reports
