import { type BrokenRow, headersOf, openReport, type Report, type ReportKind } from '@silkgate/alipayplus'
import { figure, type Said, type Total } from '@silkgate/domain'
import type { RawFiles, ReceivedFile } from '../file/index.ts'
import type { Cell, Tx } from '../postgres/db.ts'
import { quarantine, setRepeatedFeesAside, setRepeatedItemsAside, stageFees, stageItems } from './staging.store.ts'

/** A file that cannot be taken in at all. */
export class FileRefused extends Error {
  readonly fileId: string
  readonly reason: Said
  constructor(fileId: string, reason: Said) {
    super(reason)
    this.fileId = fileId
    this.reason = reason
  }
}

/** A file whose rows are hardly any good is refused; so many may be broken, and the rest goes on. */
const mostBrokenRows = 100_000

type OfKind<Kind extends ReportKind> = Extract<Report, { kind: Kind }>

export type OpenFile = RawFiles['open']

/** Opens a file as a report of a kind; another kind, or none, refuses it. The stream ends with `work`. */
export const withReport = async <Kind extends ReportKind, T>(
  openFile: OpenFile,
  file: ReceivedFile,
  kind: Kind,
  work: (report: OfKind<Kind>) => Promise<T>,
): Promise<T> => {
  const stream = openFile(file)
  try {
    const report = await openReport(stream, file.name)
    if (report.kind === undefined) throw new FileRefused(file.fileId, figure(report.reason))
    if (report.kind !== kind) throw new FileRefused(file.fileId, `it is ${report.kind}, not ${kind}`)
    return await work(report as OfKind<Kind>)
  } finally {
    stream.destroy()
  }
}

/** Reads a report to its end; one that is cut off is refused. */
export const readToTheEnd = async (openFile: OpenFile, file: ReceivedFile): Promise<void> => {
  const stream = openFile(file)
  try {
    const report = await openReport(stream, file.name)
    if (report.kind === undefined) throw new FileRefused(file.fileId, figure(report.reason))
    for await (const _ of report.blocks);
    const { truncated } = report.end()
    if (truncated !== undefined) throw new FileRefused(file.fileId, figure(truncated))
  } finally {
    stream.destroy()
  }
}

type RowsOf<Row> = {
  readonly blocks: AsyncIterable<{ readonly rows: readonly Row[]; readonly broken: readonly BrokenRow[] }>
}

/** The good rows of a report as cells, a block at a time; broken rows are put aside. */
async function* cellsOf<Row>({ blocks }: RowsOf<Row>, cells: (row: Row) => Cell[], aside: Aside) {
  for await (const { rows, broken } of blocks) {
    aside.put(broken)
    yield rows.map(cells)
  }
}

/** Keeps the broken rows of a file until they can be written. */
const setAside = (file: ReceivedFile) => {
  const rows: BrokenRow[] = []
  return {
    put: (broken: readonly BrokenRow[]): void => {
      for (const row of broken) rows.push(row)
      const [first] = rows
      if (first === undefined || rows.length <= mostBrokenRows) return
      const why: Said = `more than ${mostBrokenRows} rows cannot be read, row ${first.line} since ${first.column} ${first.reason}`
      throw new FileRefused(file.fileId, why)
    },
    /** Quarantines them, once all is read; a file that is not whole is refused. */
    end: async ({ tx, at }: Staging, report: Pick<Report, 'end'>): Promise<void> => {
      const { truncated } = report.end()
      if (truncated !== undefined) throw new FileRefused(file.fileId, figure(truncated))
      await quarantine(tx, file.fileId, rows, at)
    },
  }
}

type Aside = ReturnType<typeof setAside>

/** A request id of ours begins with its merchant; 0 is nobody. */
const whoseIs = (requestId: string): number => (/^\d{10}[-\d]+$/.test(requestId) ? Number(requestId.slice(0, 10)) : 0)

type Staging = { readonly tx: Tx; readonly openFile: OpenFile; readonly at: Date }

/** Fills staged_items from a file, quarantines what is broken or repeated, and answers what the file says of itself. */
export const stageItemsOf = (staging: Staging, file: ReceivedFile): Promise<Total> =>
  withReport(staging.openFile, file, 'transactionItems', async (report) => {
    const { tx, at } = staging
    const aside = setAside(file)
    const rows = cellsOf(
      report,
      (row) => [
        whoseIs(row.transactionRequestId),
        row.line,
        row.transactionType,
        row.transactionId,
        row.transactionRequestId,
        row.originalTransactionId,
        row.transactionTime,
        row.pspId,
        row.amount,
        row.amountCurrency,
        row.settlement,
      ],
      aside,
    )
    await stageItems(tx, rows)
    await aside.end(staging, report)
    await setRepeatedItemsAside(tx, { fileId: file.fileId, column: headersOf(report.kind, 'detail').transactionId }, at)
    return { count: BigInt(report.summary.count), minor: report.summary.total }
  })

/** The same for staged_fees. */
export const stageFeesOf = (staging: Staging, file: ReceivedFile): Promise<Total> =>
  withReport(staging.openFile, file, 'feeItems', async (report) => {
    const { tx, at } = staging
    const aside = setAside(file)
    const rows = cellsOf(
      report,
      (row) => [row.line, row.transactionId, row.transactionRequestId, row.feeType, row.fee],
      aside,
    )
    await stageFees(tx, rows)
    await aside.end(staging, report)
    await setRepeatedFeesAside(tx, { fileId: file.fileId, column: headersOf(report.kind, 'detail').transactionId }, at)
    return { count: BigInt(report.summary.count), minor: report.summary.total }
  })

/** Reads a whole report whose rows are few; broken ones are quarantined. */
const readAll = async <Row>(staging: Staging, file: ReceivedFile, report: RowsOf<Row> & Pick<Report, 'end'>) => {
  const rows: Row[] = []
  const aside = setAside(file)
  for await (const block of report.blocks) {
    rows.push(...block.rows)
    aside.put(block.broken)
  }
  await aside.end(staging, report)
  return rows
}

/** What the Transaction Summary says of its batch: its day, its transactions, and its net. */
export const readSummaryOf = (
  staging: Staging,
  file: ReceivedFile,
): Promise<{ total: Total; day: string | undefined }> =>
  withReport(staging.openFile, file, 'summary', async (report) => {
    const rows = await readAll(staging, file, report)
    const count = rows.reduce((sum, row) => sum + BigInt(row.count), 0n)
    return { total: { count, minor: rows.reduce((sum, row) => sum + row.net, 0n) }, day: report.clearingDay }
  })

/** A settlement as its file says it. A clearing batch that is listed twice is quarantined the second time. */
export const readSettlementOf = (staging: Staging, file: ReceivedFile) =>
  withReport(staging.openFile, file, 'settlement', async (report) => {
    const rows = await readAll(staging, file, report)
    const parts = new Map<string, bigint>()
    for (const { clearingBatchId, net, line } of rows) {
      const again = {
        line,
        column: headersOf(report.kind, 'detail').clearingBatchId,
        reason: 'is the same row again',
        raw: `${clearingBatchId} ${net}`,
      }
      if (parts.has(clearingBatchId)) await quarantine(staging.tx, file.fileId, [again], staging.at)
      else parts.set(clearingBatchId, net)
    }
    return {
      summary: report.summary,
      parts: [...parts].map(([clearingBatchId, minor]) => ({ clearingBatchId, minor })),
    }
  })
