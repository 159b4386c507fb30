import type { ReportFormat, ReportKind } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { type Financial, readFinancial, totalsOfFinancial } from './financial.store.ts'
import { financialCsv, financialXml } from './financial-files.ts'
import { financialPdf } from './financial-pdf.ts'
import { writeInvoice } from './make-invoice.ts'
import type { MadeReport, PlannedReport } from './report.store.ts'
import type { ReportFiles } from './report-files.ts'
import { dueByBooks, type Span, type Summary, stageMovements, summaryOf } from './stage-movements.store.ts'
import { wxCsv, wxXml } from './wx-files.store.ts'
import { movementsXlsx } from './xlsx.store.ts'

/** What reports are written from: staged movements with what they come to, and balances for those who want them. */
type Sources = { readonly tx: Tx; readonly summary: Summary; readonly financial: () => Promise<Financial> }

type Bytes = AsyncIterable<Uint8Array | string>
type Contents = { readonly bytes: Bytes; readonly rows: bigint; readonly totals: MadeReport['totals'] }
type Writer = (report: PlannedReport, sources: Sources) => Contents | Promise<Contents>

async function* whole(bytes: string | Buffer | Promise<Buffer>): AsyncGenerator<string | Buffer> {
  yield await bytes
}

const ofMovements =
  (write: (tx: Tx, report: PlannedReport, summary: Summary) => Bytes): Writer =>
  (report, { tx, summary }) => ({
    bytes: write(tx, report, summary),
    rows: summary.rows,
    totals: summary.totals,
  })

const ofBalances =
  (write: (report: PlannedReport, financial: Financial) => string | Promise<Buffer>): Writer =>
  async (report, sources) => {
    const financial = await sources.financial()
    const rows = financial.sections.reduce((sum, { lines }) => sum + lines.length, 0)
    return { bytes: whole(write(report, financial)), rows: BigInt(rows), totals: totalsOfFinancial(financial) }
  }

const writers: Readonly<Partial<Record<`${ReportKind} ${ReportFormat}`, Writer>>> = {
  'wx xml': ofMovements(wxXml),
  'wx csv': ofMovements(wxCsv),
  'transactions xlsx': ofMovements(movementsXlsx),
  'financial pdf': ofBalances(financialPdf),
  'financial csv': ofBalances(financialCsv),
  'financial xml': ofBalances(financialXml),
}

/** Throws where what is told is not what stands in the books: nobody is given such a report. */
const assertFoots = async (tx: Tx, span: Span, { totals }: Summary): Promise<void> => {
  const books = await dueByBooks(tx, span)
  for (const currency of new Set([...books.keys(), ...totals.map((one) => one.currency)])) {
    const told = totals.find((one) => one.currency === currency)?.due ?? '0'
    const booked = books.get(currency) ?? 0n
    if (BigInt(told) !== booked) {
      throw new Error(
        `Broken invariant: records of merchant ${span.merchantId} come to ${told} ${currency}, its books to ${booked}`,
      )
    }
  }
}

export type Made = { readonly report: PlannedReport; readonly made: MadeReport }

/** Files of one invoice. */
const makeInvoice = async (tx: Tx, files: ReportFiles, reports: readonly PlannedReport[]): Promise<Made[]> => {
  const made: Made[] = []
  for (const report of reports) {
    const { bytes, ...sums } = await writeInvoice(tx, report, report.invoiceNumber ?? '')
    made.push({ report, made: { ...(await files.write(report.merchantId, report.name, whole(bytes))), ...sums } })
  }
  return made
}

/**
 * Makes the files of reports that cover one and the same part of a merchant's books. The same reports give the same bytes,
 * however often they are made.
 */
export const makeReports = (db: Db, files: ReportFiles, reports: readonly PlannedReport[]): Promise<Made[]> =>
  db.transaction('chore.stage_report', async (tx) => {
    const [span] = reports
    if (span === undefined) return []
    if (span.invoiceNumber !== undefined) return makeInvoice(tx, files, reports)
    await stageMovements(tx, span)
    const summary = await summaryOf(tx, span)
    await assertFoots(tx, span, summary)
    let read: Promise<Financial> | undefined
    const financial = () => {
      read ??= readFinancial(tx, span)
      return read
    }
    const made: Made[] = []
    for (const report of reports) {
      const writer = writers[`${report.kind} ${report.format}`]
      if (writer === undefined)
        throw new Error(`Broken invariant: no ${report.kind} report is made as ${report.format}`)
      const { bytes, rows, totals } = await writer(report, { tx, summary, financial })
      made.push({ report, made: { ...(await files.write(report.merchantId, report.name, bytes)), rows, totals } })
    }
    return made
  })
