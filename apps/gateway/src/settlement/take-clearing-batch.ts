import { headersOf } from '@silkgate/alipayplus'
import type { Total } from '@silkgate/domain'
import { closeRefusals } from '../break/index.ts'
import { type ReceivedFile, recallFiles } from '../file/index.ts'
import type { Tx } from '../postgres/db.ts'
import {
  chooseLines,
  createVersions,
  insertMatchedLines,
  keepFeeVersion,
  keepItemVersion,
} from '../reconciliation/index.ts'
import {
  batchOfDay,
  type ClearingBatch,
  closeBreaksOfFile,
  type FieldOf,
  footClearingBatch,
  readClearingBatch,
  saveClearingBatch,
} from './clearing-batch.store.ts'
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

type Said = { readonly fileId: string; readonly total: Total }

/** Of several files the one that says what was read, else the one that says most. */
const best = (said: readonly Said[], read: Total): Said => {
  const agrees = ({ total }: Said) => total.count === read.count && total.minor === read.minor
  const isMore = (a: Total, b: Total) => a.count > b.count || (a.count === b.count && a.minor > b.minor)
  return said.find(agrees) ?? said.reduce((most, one) => (isMore(one.total, most.total) ? one : most))
}

/**
 * Takes a batch in anew of which there are several files of a kind, each in an order that does not depend on when they came:
 * of all that they say, what agrees counts. What they say alike is left as it is. `because` is the file that came.
 */
export const retakeClearingBatch = async (
  tx: Tx,
  clearingBatchId: string,
  files: Readonly<Record<keyof ClearingFiles, readonly ReceivedFile[]>>,
  { openFile, at, because }: { openFile: OpenFile; at: Date; because: string },
): Promise<void> => {
  await lockBatch(tx, clearingBatchId)
  const before = await readClearingBatch(tx, clearingBatchId)
  if (before === undefined) return
  const staging = { tx, openFile, at }
  const said: Record<keyof ClearingFiles, Said[]> = { items: [], fees: [], summary: [] }
  await createStaging(tx)
  await createVersions(tx)
  for (const file of files.items) {
    said.items.push({ fileId: file.fileId, total: await stageItemsOf(staging, file) })
    await keepItemVersion(tx)
  }
  for (const file of files.fees) {
    said.fees.push({ fileId: file.fileId, total: await stageFeesOf(staging, file) })
    await keepFeeVersion(tx)
  }
  for (const file of files.summary) {
    said.summary.push({ fileId: file.fileId, total: (await readSummaryOf(staging, file)).total })
  }
  const fields = { ...headersOf('transactionItems', 'detail'), fee: headersOf('feeItems', 'detail').fee }
  const read = await chooseLines(tx, { ...before, clearingBatchId, currency: before.currency, at }, fields, because)
  const items = best(said.items, read.items)
  const fees = best(said.fees, read.fees)
  const net = { count: items.total.count, minor: items.total.minor - fees.total.minor }
  const summary = best(said.summary, net)
  const batch: ClearingBatch = {
    ...before,
    files: { items: items.fileId, fees: fees.fileId, summary: summary.fileId },
    totals: {
      items: { said: items.total, read: read.items },
      fees: { said: fees.total, read: read.fees },
      summary: summary.total,
    },
  }
  await saveClearingBatch(tx, batch, at)
  for (const { fileId } of Object.values(said).flat()) {
    if (!Object.values(batch.files).includes(fileId)) await closeBreaksOfFile(tx, fileId, at)
  }
  await foot(tx, batch, at)
}
