import { headersOf } from '@silkgate/alipayplus'
import { closeRefusals } from '../break/index.ts'
import { type ReceivedFile, recallFiles } from '../file/index.ts'
import type { Tx } from '../postgres/db.ts'
import { insertMatchedLines } from '../reconciliation/index.ts'
import {
  batchOfDay,
  type ClearingBatch,
  closeBreaksOfFile,
  type FieldOf,
  footClearingBatch,
  readClearingBatch,
  saveClearingBatch,
} from './clearing-batch.store.ts'
import { compareFees, keepNewItems } from './correction.store.ts'
import { dateReportFiles } from './report-files.store.ts'
import { footSettlement } from './settlement-batch.store.ts'
import { FileRefused, type OpenFile, readSummaryOf, stageFeesOf, stageItemsOf } from './stage-reports.ts'
import { createStaging, lockBatch, totalOfFees, totalOfItems } from './staging.store.ts'

/** The three files of a clearing batch. */
export type ClearingFiles = Readonly<Record<'items' | 'fees' | 'summary', ReceivedFile>>

type Of = { readonly clearingBatchId: string; readonly agreement: string; readonly currency: string }

/** The headers of what is compared between reports. */
const fieldOf: FieldOf = (of, kind) => {
  const field = kind === 'count_differs' ? 'count' : 'total'
  if (of === 'items') return headersOf('transactionItems', 'summary')[field]
  if (of === 'fees') return headersOf('feeItems', 'summary')[field]
  return headersOf('summary', 'detail')[kind === 'count_differs' ? 'count' : 'net']
}

export const settlementFields = {
  total: headersOf('settlement', 'summary').total,
  part: headersOf('settlement', 'detail').net,
}

const foot = async (tx: Tx, batch: ClearingBatch, at: Date): Promise<void> => {
  const { clearingBatchId } = batch
  await footClearingBatch(tx, batch, fieldOf, at)
  await footSettlement(tx, { clearingBatchId }, settlementFields, at)
  await closeRefusals(tx, clearingBatchId, at)
}

/**
 * Takes in a clearing batch whose three files are here: its rows into temporary tables, broken and repeated ones into
 * quarantine, its good ones matched; then its totals, footed. Nothing where the batch is in. Throws `FileRefused`.
 */
export const takeClearingBatch = async (
  tx: Tx,
  of: Of,
  files: ClearingFiles,
  { openFile, at, waiting }: { openFile: OpenFile; at: Date; waiting: readonly string[] },
): Promise<void> => {
  const { clearingBatchId, agreement, currency } = of
  await lockBatch(tx, clearingBatchId)
  if ((await readClearingBatch(tx, clearingBatchId)) !== undefined) return
  const staging = { tx, openFile, at }
  const { total: summary, day } = await readSummaryOf(staging, files.summary)
  if (day === undefined) throw new FileRefused(files.summary.fileId, 'it says no clearing day')
  const other = await batchOfDay(tx, agreement, day)
  if (other !== undefined) {
    throw new FileRefused(files.summary.fileId, `the clearing day ${day} of ${agreement} is in already, as ${other}`)
  }
  await createStaging(tx)
  const items = { said: await stageItemsOf(staging, files.items), read: await totalOfItems(tx) }
  const fees = { said: await stageFeesOf(staging, files.fees), read: await totalOfFees(tx) }
  const batch: ClearingBatch = {
    ...{ clearingBatchId, agreement, currency, clearingDay: day },
    files: { items: files.items.fileId, fees: files.fees.fileId, summary: files.summary.fileId },
    totals: { items, fees, summary },
  }
  await saveClearingBatch(tx, batch, at)
  if (items.read.count > 0n)
    await insertMatchedLines(tx, { clearingBatchId, agreement, currency, clearingDay: day, at })
  await dateReportFiles(tx, { batchId: clearingBatchId, agreement, day }, at)
  await foot(tx, batch, at)
  await recallFiles(tx, waiting, at)
}

/**
 * Takes another file of a batch that is in: only rows that are not there yet are added, and what differs is a break. What it
 * says of itself replaces what the file before it said.
 */
export const takeCorrection = async (
  tx: Tx,
  clearingBatchId: string,
  { kind, file, feesFile }: { kind: keyof ClearingFiles; file: ReceivedFile; feesFile: ReceivedFile },
  { openFile, at }: { openFile: OpenFile; at: Date },
): Promise<void> => {
  await lockBatch(tx, clearingBatchId)
  const before = await readClearingBatch(tx, clearingBatchId)
  if (before === undefined || before.files[kind] === file.fileId) return
  const staging = { tx, openFile, at }
  const of = { clearingBatchId, currency: before.currency }
  let { totals } = before
  if (kind === 'summary') totals = { ...totals, summary: (await readSummaryOf(staging, file)).total }
  else await createStaging(tx)
  if (kind === 'fees') {
    totals = { ...totals, fees: { said: await stageFeesOf(staging, file), read: await totalOfFees(tx) } }
    await compareFees(tx, of, headersOf('feeItems', 'detail').fee, at)
  }
  if (kind === 'items') {
    const said = await stageItemsOf(staging, file)
    await keepNewItems(tx, of, headersOf('transactionItems', 'detail'), at)
    const added = await totalOfItems(tx)
    const { count, minor } = totals.items.read
    totals = { ...totals, items: { said, read: { count: count + added.count, minor: minor + added.minor } } }
    if (added.count > 0n) {
      await stageFeesOf(staging, feesFile)
      const { agreement, currency, clearingDay } = before
      await insertMatchedLines(tx, { clearingBatchId, agreement, currency, clearingDay, at }, true)
    }
  }
  const batch = { ...before, files: { ...before.files, [kind]: file.fileId }, totals }
  await saveClearingBatch(tx, batch, at)
  await closeBreaksOfFile(tx, before.files[kind], at)
  await foot(tx, batch, at)
}
