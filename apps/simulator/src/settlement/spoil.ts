import type { FaultName, FaultOf, Faults, ReportKind } from '../fault/faults.ts'
import type { NewFile } from '../file/files.ts'
import type { Settled } from './batches.ts'
import { addDays, type Day, filesAt } from './calendar.ts'
import { lineOf, pathOf, textOf } from './report-file.ts'
import { type Report, type Row, settlementReport } from './reports.ts'
import type { ReportStrike } from './settlements.ts'

type Cells = Row['cells']

/** An amount that is 100 of its smallest units too high. */
const tooHigh = (cells: Cells, column: string): Cells => ({
  ...cells,
  [column]: (BigInt(cells[column] ?? '0') + 100n).toString(),
})

const otherId = (id = ''): string => `${id.startsWith('9') ? '8' : '9'}${id.slice(1)}`

const stranger = ({ cells }: Row): Row => ({
  cells: {
    ...cells,
    transactionId: otherId(cells.transactionId),
    transactionRequestId: otherId(cells.transactionRequestId),
  },
})

/** What becomes of a row; where several strike it, the first does. */
const rowFaults: Readonly<Record<FaultOf<'row'>, (row: Row) => readonly Row[]>> = {
  'report-row-missing': () => [],
  'report-row-twice': (row) => [row, row],
  'report-amount-off': (row) => [{ ...row, cells: tooHigh(row.cells, 'settlementAmountValue') }],
  'report-fee-off': (row) => [{ ...row, cells: tooHigh(row.cells, 'feeAmountValue') }],
  'report-unknown-transaction': (row) => [row, stranger(row)],
}
const rowFaultNames = Object.keys(rowFaults) as FaultOf<'row'>[]

/** Where each report says its total; the summary has none but in its rows. */
const totalColumns = {
  transactionItems: 'netSettlementAmountValue',
  summary: 'netSettlementAmountValue',
  feeItems: 'totalFeeAmountValue',
  settlement: 'settlementAmountValue',
} as const satisfies Record<ReportKind, string>

const withWrongTotal = (report: Report): Report => {
  const column = totalColumns[report.kind]
  if (report.total !== undefined) return { ...report, total: tooHigh(report.total, column) }
  return {
    ...report,
    rows: report.rows.map((row, at) => (at === 0 ? { ...row, cells: tooHigh(row.cells, column) } : row)),
  }
}

/** The text as far as the middle of the last line before `<END>`. */
const truncated = (text: string): string => {
  const lines = text.split('\n').slice(0, -2)
  const last = lines.pop() ?? ''
  return [...lines, last.slice(0, last.length / 2)].join('\n')
}

const lineIn = ({ columns }: Report, { cells }: Row): string => lineOf(columns.map((column) => cells[column] ?? ''))

type Needs = { readonly participantId: string; readonly day: Day; readonly faults: Faults }

/** Writes a report, spoiled as the faults in force want it; what was spoiled is told with what would have been right. */
export const writeReport = (
  right: Report,
  { participantId, day, faults }: Needs,
): { files: readonly NewFile[]; strikes: readonly ReportStrike[] } => {
  const strikes: ReportStrike[] = []
  const rightPath = pathOf(right, participantId, day)
  const strikesFile = (name: FaultName) => faults.strikesReport(name, { report: right.kind, drawnBy: rightPath })
  const written = strikesFile('report-late') ? addDays(day, 1) : day
  const path = pathOf(right, participantId, written)
  const note = (fault: FaultName, wasRight: string, more: Partial<ReportStrike> = {}) =>
    strikes.push({ fault, path, at: filesAt(day), detailRow: undefined, transactionId: undefined, wasRight, ...more })
  if (written !== day) note('report-late', rightPath)

  const rows = right.rows.flatMap((row, index) => {
    const line = lineIn(right, row)
    const part = { report: right.kind, drawnBy: line, paymentRequestId: row.about?.paymentRequestId }
    const fault = rowFaultNames.find((name) => faults.strikesReport(name, part))
    if (fault === undefined) return [row]
    note(fault, line, { detailRow: index + 1, transactionId: row.about?.transactionId })
    return rowFaults[fault](row)
  })
  let report: Report = { ...right, rows }
  if (strikesFile('report-wrong-total')) {
    report = withWrongTotal(report)
    const [first] = right.rows
    note('report-wrong-total', right.total ? lineOf(Object.values(right.total)) : first ? lineIn(right, first) : '')
  }
  if (strikesFile('report-columns-permuted')) {
    report = { ...report, columns: report.columns.toReversed() }
    note('report-columns-permuted', lineOf(right.columns))
  }
  let text = textOf(report)
  if (strikesFile('report-truncated')) {
    note('report-truncated', text.split('\n').at(-3) ?? '')
    text = truncated(text)
  }
  const file: NewFile = { owner: 'alipayplus', path, writtenAt: filesAt(written), body: Buffer.from(text) }
  if (!strikesFile('report-renamed')) return { files: [file], strikes }
  const again = pathOf(right, participantId, written, '001')
  note('report-renamed', path, { path: again })
  return { files: [file, { ...file, path: again }], strikes }
}

/** A settlement batch that is carried forward instead of being debited, as it is told. */
export const carriedStrike = (
  settled: Settled,
  { participantId, at }: { participantId: string; at: Date },
): ReportStrike => {
  const { valueDate, netMinor, currency } = settled.batch
  return {
    fault: 'negative-net-carried',
    path: pathOf(settlementReport(settled, participantId), participantId, valueDate),
    at,
    detailRow: undefined,
    transactionId: undefined,
    wasRight: `a debit of ${-netMinor} ${currency} on ${valueDate}`,
  }
}
