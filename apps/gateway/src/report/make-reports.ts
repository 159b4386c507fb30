import type { ReportFormat, ReportKind } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { deadPayments, dueByBooks } from './books.store.ts'
import { type Financial, readFinancial, totalsOfFinancial } from './financial.store.ts'
import { financialCsv, financialXml } from './financial-files.ts'
import { financialPdf } from './financial-pdf.ts'
import { inStep } from './in-step.ts'
import { writeInvoice } from './make-invoice.ts'
import { type Movement, readMovements, type Span } from './read-movements.store.ts'
import type { MadeReport, PlannedReport } from './report.store.ts'
import type { ReportFiles } from './report-files.ts'
import { openTally, type Summary, summaryOf, type Tally } from './tally.ts'
import { wxCsv, wxXml } from './wx-files.ts'
import { movementsXlsx } from './xlsx.ts'

type Bytes = AsyncIterable<Uint8Array | string>
type Movements = AsyncIterable<readonly Movement[]>

/** Writes movements while they come; what they come to is asked for once they have come. */
type MovementsWriter = (movements: Movements, report: PlannedReport, summary: () => Summary) => Bytes
type BalancesWriter = (report: PlannedReport, financial: Financial) => string | Promise<Buffer>
type Named<Writer> = Readonly<Partial<Record<`${ReportKind} ${ReportFormat}`, Writer>>>

async function* whole(bytes: string | Buffer | Promise<Buffer>): AsyncGenerator<string | Buffer> {
  yield await bytes
}

const ofMovements: Named<MovementsWriter> = { 'wx xml': wxXml, 'wx csv': wxCsv, 'transactions xlsx': movementsXlsx }
const ofBalances: Named<BalancesWriter> = {
  'financial pdf': financialPdf,
  'financial csv': financialCsv,
  'financial xml': financialXml,
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

/** The movements of a span, added up as they go by; at their end they foot with the books, or they fail. */
async function* footing(tx: Tx, span: Span, tally: Tally): AsyncGenerator<readonly Movement[]> {
  for await (const movements of readMovements(tx, span)) {
    tally.add(movements)
    yield movements
  }
  await assertFoots(tx, span, summaryOf(tally.sums(), []))
}

/** Files of movements: all of them are written while the movements are read once. */
const writeMovements = async (
  files: ReportFiles,
  reports: readonly PlannedReport[],
  source: AsyncGenerator<readonly Movement[]>,
  summary: () => Summary,
): Promise<Made[]> => {
  const { readers, stop } = inStep(source, Math.max(reports.length, 1))
  const [first] = readers
  if (reports.length === 0 && first) for await (const _movements of first);
  const writing = reports.map(async (report, index): Promise<Made> => {
    const write = ofMovements[`${report.kind} ${report.format}`]
    const bytes = write?.(readers[index] ?? source, report, summary) ?? whole('')
    const written = await files.write(report.merchantId, report.name, bytes)
    return { report, made: { ...written, rows: summary().rows, totals: summary().totals } }
  })
  try {
    return await Promise.all(writing)
  } catch (error) {
    stop(error)
    throw error
  } finally {
    await Promise.allSettled(writing)
    await source.return(undefined)
  }
}

const writeBalances = async (
  files: ReportFiles,
  reports: readonly PlannedReport[],
  financial: Financial,
): Promise<Made[]> => {
  const rows = BigInt(financial.sections.reduce((sum, { lines }) => sum + lines.length, 0))
  const made: Made[] = []
  for (const report of reports) {
    const bytes = ofBalances[`${report.kind} ${report.format}`]?.(report, financial) ?? ''
    const written = await files.write(report.merchantId, report.name, whole(bytes))
    made.push({ report, made: { ...written, rows, totals: totalsOfFinancial(financial) } })
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
    const of = (writers: object) => reports.filter(({ kind, format }) => `${kind} ${format}` in writers)
    const [movements, balances] = [of(ofMovements), of(ofBalances)]
    if (movements.length + balances.length < reports.length)
      throw new Error('Broken invariant: a report that nothing writes')
    const [tally, dead] = [openTally(), await deadPayments(tx, span)]
    const summary = () => summaryOf(tally.sums(), dead)
    const made = await writeMovements(files, movements, footing(tx, span, tally), summary)
    if (balances.length === 0) return made
    return [...made, ...(await writeBalances(files, balances, await readFinancial(tx, span, tally.sums())))]
  })
