import type { ReportFormat, ReportKind } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import type { MadeReport, PlannedReport } from './report.store.ts'
import type { ReportFiles } from './report-files.ts'
import { dueByBooks, type Span, type Summary, stageMovements, summaryOf } from './stage-movements.store.ts'
import { wxCsv, wxXml } from './wx-files.store.ts'

/** The bytes of a report from staged movements. */
type Writer = (tx: Tx, report: PlannedReport, summary: Summary) => AsyncIterable<Uint8Array | string>

const writers: Partial<Record<`${ReportKind} ${ReportFormat}`, Writer>> = {
  'wx xml': wxXml,
  'wx csv': wxCsv,
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

/**
 * Makes the files of reports that cover one and the same part of a merchant's books. The same reports give the same bytes,
 * however often they are made.
 */
export const makeReports = (db: Db, files: ReportFiles, reports: readonly PlannedReport[]): Promise<Made[]> =>
  db.transaction('chore.stage_report', async (tx) => {
    const [span] = reports
    if (span === undefined) return []
    await stageMovements(tx, span)
    const summary = await summaryOf(tx, span)
    await assertFoots(tx, span, summary)
    const made: Made[] = []
    for (const report of reports) {
      const writer = writers[`${report.kind} ${report.format}`]
      if (writer === undefined)
        throw new Error(`Broken invariant: there is no ${report.kind} report as ${report.format}`)
      const written = await files.write(report.merchantId, report.name, writer(tx, report, summary))
      made.push({ report, made: { ...written, rows: summary.rows, totals: summary.totals } })
    }
    return made
  })
