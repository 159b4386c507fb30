import { basename } from 'node:path'
import { openReport, type Report, readReportName, sequenceOfReport } from '@silkgate/alipayplus'
import { figure, isCurrency, type Said } from '@silkgate/domain'
import type { Logger } from 'pino'
import { type Break, closeRefusals, openBreaks } from '../break/index.ts'
import { type ReceivedFile, readReceivedFile, recallFiles, type TakeFile, type Taken } from '../file/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { wantReconciliation } from '../reconciliation/index.ts'
import type { World } from '../world.ts'
import { readClearingBatch } from './clearing-batch.store.ts'
import {
  batchesOfFile,
  filesOfBatch,
  hasRefusedFile,
  namesakesOf,
  namesOfFiles,
  type ReportFile,
  saveReportFile,
  unreadNames,
} from './report-files.store.ts'
import {
  contestedSettlements,
  footSettlement,
  isBatchIn,
  type SettlementBatch,
  saveSettlementVersions,
} from './settlement-batch.store.ts'
import { FileRefused, type OpenFile, readSettlementOf, readToTheEnd } from './stage-reports.ts'
import { lockBatch } from './staging.store.ts'
import { type ClearingFiles, retakeClearingBatch, settlementFields, takeClearingBatch } from './take-clearing-batch.ts'

type Needs = { readonly db: Db; readonly world: World; readonly log: Logger; readonly openFile: OpenFile }

type Batch = Pick<ReportFile, 'kind' | 'batchId' | 'currency'>

type Found = { readonly is: ReportFile } | { readonly reason: Said }

/** A file of no more than this is read at once, also where it waits for others. */
const quicklyReadBytes = 1_000_000

/** Which file of its batch a report is. */
const places = { transactionItems: 'items', feeItems: 'fees', summary: 'summary' } as const

/** Of which batches a file is by its names alone; of one that nobody knows, where they say nothing. */
const batchesOfNames = (names: readonly string[]): Partial<Batch>[] => {
  const batches = new Map(
    names.map(readReportName).flatMap((one) => (one.batchId ? [[one.batchId, one] as const] : [])),
  )
  return batches.size > 0 ? [...batches.values()] : [{}]
}

/** What a file is, by its beginning. */
const identify = async (
  file: Pick<ReceivedFile, 'fileId' | 'name'>,
  open: () => ReturnType<OpenFile>,
): Promise<Found> => {
  const stream = open()
  try {
    const report = await openReport(stream, file.name)
    if (report.kind === undefined) return { reason: figure(report.reason) }
    const { kind, batchId, currency, agreement } = report
    if (!isCurrency(currency)) return { reason: `${currency} is no currency` }
    if (agreement === undefined) return { reason: 'neither its rows nor its name say of which agreement it is' }
    return { is: { fileId: file.fileId, kind, batchId, currency, agreement, day: dayOf(report) } }
  } finally {
    stream.destroy()
  }
}

const dayOf = (report: Report): string | undefined =>
  report.kind === 'settlement' ? report.summary.settlementDay : report.clearingDay

/**
 * Takes reports of Alipay+ in. A clearing batch is taken in when its three files are here; until then they wait. A file that
 * cannot be understood is refused, and a break says so.
 */
export const takeReport = ({ db, world, log, openFile }: Needs): TakeFile => {
  /** A file, under a name that says what it is where it has one: a report without rows says nothing itself. */
  const fileOf = async (fileId: string): Promise<ReceivedFile & { readonly names: readonly string[] }> => {
    const found = await readReceivedFile(db, fileId)
    if (found === undefined) throw new Error('Broken invariant: a received file is never taken away')
    const { file } = found
    const names = [file.name, ...found.names.map(({ path }) => basename(path))]
    const name = names.find((one) => readReportName(one).kind !== undefined)
    return { ...file, name: name ?? file.name, names }
  }

  /** A file is refused for each batch that it is of: a content without rows can be of several. */
  const refuse = async (file: ReceivedFile, reason: Said, of: readonly Partial<Batch>[]): Promise<Taken> => {
    log.warn({ fileId: file.fileId, name: file.name, reason }, 'a report was refused')
    const told = of.map(({ kind, batchId, currency = '' }): Break => {
      const batch = kind === 'settlement' ? { settlementBatchId: batchId } : { clearingBatchId: batchId }
      const about = [file.fileId, batchId].filter(Boolean).join(' ')
      const what = { about, currency, minor: 0n, field: 'file', ours: figure(''), theirs: reason }
      return { kind: 'file_refused', ...batch, ...what }
    })
    const batchIds = told.flatMap((one) => one.clearingBatchId ?? one.settlementBatchId ?? [])
    const here = await Promise.all(batchIds.map((batchId) => filesOfBatch(db, batchId)))
    await db.transaction('settlement.commit_refusal', async (tx) => {
      await openBreaks(tx, told, world.now())
      for (const [n, batchId] of batchIds.entries()) {
        const others = (here[n] ?? []).map((one) => one.file_id).filter((fileId) => fileId !== file.fileId)
        // What its batch needs is there without it, or those that wait may be enough.
        if (await isBatchIn(tx, batchId)) await closeRefusals(tx, batchId, world.now())
        else await recallFiles(tx, others, world.now())
      }
    })
    return { state: 'refused', reason }
  }

  /** All files of a kind of a batch that were taken, and those that are read now, in an order of their own. */
  const versionsOf = async (batchId: string, kind: ReportFile['kind'], now: readonly string[]) => {
    const ids = (await filesOfBatch(db, batchId)).filter((one) => one.kind === kind).map((one) => one.file_id)
    const files = await Promise.all(ids.map(fileOf))
    return files
      .filter(({ state, fileId }) => state === 'taken' || now.includes(fileId))
      .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
  }

  type Settlement = Pick<ReportFile, 'batchId' | 'agreement' | 'currency'>

  /** All files of a settlement batch, each with the highest number of its names. */
  const settlementFiles = async (batchId: string, now: readonly string[] = []) => {
    const files = await versionsOf(batchId, 'settlement', now)
    const ids = files.map(({ fileId }) => fileId)
    const names = await namesOfFiles(db, ids)
    return files.map((file) => {
      const own = names.filter((one) => one.file_id === file.fileId)
      const sequences = own.flatMap(({ path }) => sequenceOfReport(basename(path)) ?? [])
      return { file, sequence: sequences.length === 0 ? undefined : Math.max(...sequences) }
    })
  }

  const chooseSettlement = async (
    tx: Tx,
    { batchId, agreement, currency }: Settlement,
    files: Awaited<ReturnType<typeof settlementFiles>>,
    at: Date,
  ): Promise<void> => {
    await lockBatch(tx, batchId)
    const versions: SettlementBatch[] = []
    for (const { file, sequence } of files) {
      const { summary, parts } = await readSettlementOf({ tx, openFile, at }, file)
      const { total: saidMinor, settlementDay, valueDay } = summary
      const says = { settlementBatchId: batchId, agreement, currency, fileId: file.fileId, sequence }
      versions.push({ ...says, saidMinor, settlementDay, valueDay, parts })
    }
    await saveSettlementVersions(tx, versions, settlementFields, at)
    await footSettlement(tx, { settlementBatchId: batchId }, settlementFields, at)
    await closeRefusals(tx, batchId, at)
  }

  const takeSettlement = async (file: ReceivedFile, is: ReportFile): Promise<void> => {
    const at = world.now()
    const files = await settlementFiles(is.batchId, [file.fileId])
    await db.transaction('settlement.commit_settlement', async (tx) => {
      await chooseSettlement(tx, is, files, at)
      await tx.run(wantReconciliation(world.newId(), at, file.name))
    })
  }

  /** Which of several settlement reports counts, their clearing batches decide: one that comes after them decides it anew. */
  const chooseAgain = async (clearingBatchId: string) => {
    const open = await contestedSettlements(db, clearingBatchId)
    const contested = await Promise.all(open.map(async (is) => ({ is, files: await settlementFiles(is.batchId) })))
    return async (tx: Tx, at: Date): Promise<void> => {
      for (const { is, files } of contested) await chooseSettlement(tx, is, files, at)
    }
  }

  /** A file without rows is known by its name alone, and its content has been here before under another. */
  const findNamesakes = async (batchId: string): Promise<void> => {
    for (const { file_id: fileId, path } of await namesakesOf(db, batchId)) {
      const file = await fileOf(fileId)
      const found = await identify({ fileId, name: basename(path) }, () => openFile(file))
      if ('is' in found && found.is.batchId === batchId) await saveReportFile(db, found.is, world.now())
    }
  }

  /** A file without rows is as many reports as it has names. */
  const saveOtherNames = async (file: ReceivedFile, open: () => ReturnType<OpenFile>): Promise<void> => {
    for (const { path } of await unreadNames(db, file.fileId)) {
      const found = await identify({ fileId: file.fileId, name: basename(path) }, open)
      if ('is' in found) await saveReportFile(db, found.is, world.now())
    }
  }

  const takeClearing = async (file: ReceivedFile, is: ReportFile, kind: keyof ClearingFiles): Promise<Taken> => {
    const { batchId: clearingBatchId, agreement, currency } = is
    const at = world.now()
    const known = await readClearingBatch(db, clearingBatchId)
    if (known !== undefined) {
      if (known.currency !== currency) {
        throw new FileRefused(file.fileId, `it is in ${currency}, its batch in ${known.currency}`)
      }
      const inUse = Object.values(known.files)
      // It waited for the others, and was taken with them.
      if (inUse.includes(file.fileId)) return { state: 'taken' }
      const now = [...inUse, file.fileId]
      const files = {
        items: await versionsOf(clearingBatchId, 'transactionItems', now),
        fees: await versionsOf(clearingBatchId, 'feeItems', now),
        summary: await versionsOf(clearingBatchId, 'summary', now),
      }
      const choose = await chooseAgain(clearingBatchId)
      await db.transaction('settlement.commit_correction', async (tx) => {
        await retakeClearingBatch(tx, clearingBatchId, files, { openFile, at, because: file.fileId })
        await choose(tx, at)
        await tx.run(wantReconciliation(world.newId(), at, file.name))
      })
      return { state: 'taken' }
    }
    await findNamesakes(clearingBatchId)
    const here = await filesOfBatch(db, clearingBatchId)
    const missing = (Object.keys(places) as (keyof typeof places)[]).filter((one) =>
      here.every((it) => it.kind !== one),
    )
    if (missing.length > 0) {
      // Large files are read once all are here; where one was refused already, what else must come again is told at once.
      if (file.bytes <= quicklyReadBytes || (await hasRefusedFile(db, clearingBatchId)))
        await readToTheEnd(openFile, file)
      return { state: 'waits', reason: `waits for ${missing.join(' and ')} of batch ${clearingBatchId}` }
    }
    const first = async (wanted: keyof typeof places) => fileOf(here.find((one) => one.kind === wanted)?.file_id ?? '')
    const files = {
      items: await first('transactionItems'),
      fees: await first('feeItems'),
      summary: await first('summary'),
    }
    const other = here.find((one) => one.currency !== currency)
    if (other !== undefined) throw new FileRefused(file.fileId, `it is in ${currency}, its batch in ${other.currency}`)
    const waiting = here.map((one) => one.file_id).filter((fileId) => fileId !== file.fileId)
    const choose = await chooseAgain(clearingBatchId)
    await db.transaction('settlement.commit_batch', async (tx) => {
      await takeClearingBatch(tx, { clearingBatchId, agreement, currency }, files, { openFile, at, waiting })
      await choose(tx, at)
      await tx.run(wantReconciliation(world.newId(), at, file.name))
    })
    return Object.values(files).some(({ fileId }) => fileId === file.fileId)
      ? { state: 'taken' }
      : takeClearing(file, is, kind)
  }

  return async ({ fileId }, open) => {
    const file = await fileOf(fileId)
    const found = await identify(file, open)
    if ('reason' in found) return refuse(file, found.reason, batchesOfNames(file.names))
    const { is } = found
    await saveReportFile(db, is, world.now())
    await saveOtherNames(file, open)
    try {
      if (is.kind !== 'settlement') return await takeClearing(file, is, places[is.kind])
      await takeSettlement(file, is)
      return { state: 'taken' }
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error
      if (error.fileId === file.fileId) return refuse(file, error.reason, await batchesOfFile(db, file.fileId))
      // Another file of the batch is broken: it says so when it is looked at itself, and this one waits for a better one.
      await db.transaction('chore.recall_file', (tx) => recallFiles(tx, [error.fileId], world.now()))
      return { state: 'waits', reason: `waits for another file of batch ${is.batchId}: ${error.reason}` }
    }
  }
}
