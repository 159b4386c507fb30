import type { FaultName } from '../fault/faults.ts'
import { memoryFiles, type NewFile } from '../file/files.ts'
import type { Day } from './calendar.ts'

/** What one clearing day comes to under one agreement. Positive: to the acquirer; negative: from it. */
export type ClearingBatch = {
  readonly clearingBatchId: string
  readonly agreement: string
  readonly currency: string
  readonly day: Day
  /** The first day on which it can be settled. */
  readonly settlesOn: Day
  readonly transactions: number
  readonly grossMinor: bigint
  readonly feesMinor: bigint
}

/** What is paid on a business day under one agreement. */
export type SettlementBatch = {
  readonly settlementBatchId: string
  readonly agreement: string
  readonly currency: string
  readonly valueDate: Day
  /** Positive: credited to the acquirer; negative: debited, or carried forward. */
  readonly netMinor: bigint
  readonly clearingBatchIds: readonly string[]
  /** The batch that pays it together with its own; undefined where the bank moves it on its value date. */
  readonly carriedBy: string | undefined
}

/** A fault of a report as it struck: what a reader can find, and what should be there. */
export type ReportStrike = {
  readonly fault: FaultName
  readonly path: string
  /** When the file was due. */
  readonly at: Date
  /** Which of the rows of details as they should be, from 1; undefined where the whole file is struck. */
  readonly detailRow: number | undefined
  readonly transactionId: string | undefined
  readonly wasRight: string
}

export type KeptClearingBatch = ClearingBatch & { readonly settledBy: string | undefined }

/** All that is written at 08:00 UTC+8 of one day. */
export type Closing = {
  readonly clearing: readonly ClearingBatch[]
  readonly settlement: readonly SettlementBatch[]
  readonly files: readonly NewFile[]
  readonly strikes: readonly ReportStrike[]
}

/** What was cleared and settled. */
export type Settlements = {
  /** The last day that was cleared, with its agreements; undefined before the first. */
  last(): Promise<{ day: Day; agreements: readonly string[] } | undefined>
  /** What no batch has settled yet, what is carried forward included. */
  open(): Promise<ClearingBatch[]>
  /** Keeps a closing, all of it or nothing; one that was kept already is an error. */
  keep(closing: Closing): Promise<void>
  clearingBatches(): Promise<KeptClearingBatch[]>
  settlementBatches(): Promise<SettlementBatch[]>
  strikes(): Promise<ReportStrike[]>
}

/** What was cleared and settled, and its files, where the simulator has no database. */
export const memorySettlements = () => {
  const clearing: KeptClearingBatch[] = []
  const settlement: SettlementBatch[] = []
  const files: NewFile[] = []
  const strikes: ReportStrike[] = []
  const settlements: Settlements = {
    last: async () => {
      const day = clearing.at(-1)?.day
      const agreements = clearing.filter((one) => one.day === day).map(({ agreement }) => agreement)
      return day === undefined ? undefined : { day, agreements }
    },
    open: async () => clearing.filter(({ settledBy }) => settledBy === undefined),
    keep: async (closing) => {
      clearing.push(...closing.clearing.map((one) => ({ ...one, settledBy: undefined })))
      settlement.push(...closing.settlement)
      files.push(...closing.files)
      strikes.push(...closing.strikes)
      for (const { settlementBatchId, clearingBatchIds, carriedBy } of closing.settlement) {
        for (const [index, one] of clearing.entries()) {
          if (carriedBy === undefined && clearingBatchIds.includes(one.clearingBatchId))
            clearing[index] = { ...one, settledBy: settlementBatchId }
        }
      }
    },
    clearingBatches: async () => [...clearing],
    settlementBatches: async () => [...settlement],
    strikes: async () => [...strikes],
  }
  return { settlements, files: memoryFiles(files) }
}
