import { headersOf } from '@silkgate/alipayplus'
import { type SaidByFile, saidInAll, type Total } from '@silkgate/domain'
import { closeRefusals } from '../break/index.ts'
import { endWaitingFiles, type ReceivedFile, recallFiles } from '../file/index.ts'
import type { Tx } from '../postgres/db.ts'
import {
  chooseLines,
  createVersions,
  insertMatchedLines,
  keepFeeVersion,
  keepItemVersion,
  rowsInCommon,
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
  await endWaitingFiles(tx, Object.values(batch.files), at)
  await recallFiles(tx, waiting, at)
}

type Said = { readonly fileId: string; readonly total: Total }

/** What the files of a kind say in all, and the file that is named for it. */
const inAll = (said: readonly Said[], shared: readonly Omit<SaidByFile, 'total'>[], read: Total): Said => {
  const files = said.map(({ total }, place) => ({ ...(shared[place] ?? { hasRows: true, sharesRowsWith: [] }), total }))
  const { total, place } = saidInAll(files, read)
  return { total, fileId: said[place]?.fileId ?? '' }
}

/** Summaries have few rows, and are never in parts: each is a version of any other. */
const versionsOfOne = (said: readonly Said[]) => said.map(() => ({ hasRows: true, sharesRowsWith: [...said.keys()] }))

/**
 * Takes a batch in anew of which there are several files of a kind, each in an order that does not depend on when they came:
 * their rows are taken together, and of all that they say of one, what agrees counts. What they say alike is left as it is.
 * `because` is the file that came.
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
  for (const [place, file] of files.items.entries()) {
    said.items.push({ fileId: file.fileId, total: await stageItemsOf(staging, file) })
    await keepItemVersion(tx, place)
  }
  for (const [place, file] of files.fees.entries()) {
    said.fees.push({ fileId: file.fileId, total: await stageFeesOf(staging, file) })
    await keepFeeVersion(tx, place)
  }
  for (const file of files.summary) {
    said.summary.push({ fileId: file.fileId, total: (await readSummaryOf(staging, file)).total })
  }
  const fields = { ...headersOf('transactionItems', 'detail'), fee: headersOf('feeItems', 'detail').fee }
  const read = await chooseLines(tx, { ...before, clearingBatchId, currency: before.currency, at }, fields, because)
  const items = inAll(said.items, await rowsInCommon(tx, 'item_versions', said.items.length), read.items)
  const fees = inAll(said.fees, await rowsInCommon(tx, 'fee_versions', said.fees.length), read.fees)
  const net = { count: items.total.count, minor: items.total.minor - fees.total.minor }
  const summary = inAll(said.summary, versionsOfOne(said.summary), net)
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
