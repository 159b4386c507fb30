import { type Day, digitsOf } from './calendar.ts'
import type { Report } from './reports.ts'

/** One cell as RFC 4180 writes it. */
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export const lineOf = (cells: readonly string[]): string => cells.map(quoted).join(',')

/** A report as text: the totals, a blank line, the details, and the line that says that nothing is cut off. */
export const textOf = ({ total, columns, rows }: Report): string => {
  const summary = total === undefined ? [] : [lineOf(Object.keys(total)), lineOf(Object.values(total)), '']
  const details = rows.map(({ cells }) => lineOf(columns.map((column) => cells[column] ?? '')))
  return `${[...summary, lineOf(columns), ...details, '<END>'].join('\n')}\n`
}

/** Where a report lies: in the folder of the day on which it was written. */
export const pathOf = (report: Report, participantId: string, written: Day, sequence = '000'): string => {
  const { kind, currency, batchId, agreement } = report
  const folder = kind === 'settlement' ? 'settlement' : 'clearing'
  const name = `${kind}_${participantId}_${currency}_${batchId}_${agreement}_${sequence}.csv`
  return `/sandbox/settlements/${folder}/${participantId}/${digitsOf(written)}/${name}`
}
