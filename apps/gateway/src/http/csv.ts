import { Readable } from 'node:stream'
import type { HttpAnswer } from './errors.ts'

export type CsvCell = string | number | bigint | undefined

/** A text that begins like this is run by a spreadsheet. */
const formula = /^[=+\-@\t\r]/

/** A cell as RFC 4180 writes it. A text that a spreadsheet would run gets an apostrophe in front; numbers keep their sign. */
const csvCell = (cell: CsvCell): string => {
  if (typeof cell !== 'string') return cell?.toString() ?? ''
  const harmless = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Rows as CSV under the names of their columns, in blocks that are made when their reader wants them. */
export const csvAnswer = (
  columns: readonly string[],
  blocks: AsyncIterable<readonly (readonly CsvCell[])[]>,
): HttpAnswer => {
  const texts = async function* () {
    let text = csvLine(columns)
    for await (const rows of blocks) {
      for (const row of rows) text += csvLine(row)
      if (text !== '') yield text
      text = ''
    }
    if (text !== '') yield text
  }
  return {
    status: 200,
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body: '',
    stream: Readable.from(texts(), { objectMode: false }),
  }
}

/** Rows that are all here already. */
export const inOneBlock = async function* (rows: readonly (readonly CsvCell[])[]) {
  yield rows
}
