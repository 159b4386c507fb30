import { cellsOf, lineOf } from './csv-lines.ts'
import type { ReportStruck } from './settlement.ts'

/** How many rows a struck row has become. */
const rowsOf: Readonly<Record<string, number>> = {
  'report-row-missing': 0,
  'report-row-twice': 2,
  'report-amount-off': 1,
  'report-fee-off': 1,
  'report-unknown-transaction': 2,
}

/** The text of a report as it would have been without what struck it. */
export const corrected = (text: string, strikes: readonly ReportStruck[]): string => {
  const lines = text.replace(/\n$/, '').split('\n')
  const struckBy = (fault: string) => strikes.find((one) => one.fault === fault)
  const truncated = struckBy('report-truncated')
  if (truncated !== undefined) lines.splice(-1, 1, truncated.wasRight, '<END>')
  const header = lines.indexOf('') + 1
  if (struckBy('report-columns-permuted') !== undefined) {
    for (const [at, line] of lines.entries()) {
      if (at >= header && line !== '<END>') lines[at] = lineOf(cellsOf(line).toReversed())
    }
  }
  const wrongTotal = struckBy('report-wrong-total')
  if (wrongTotal !== undefined) lines[1] = wrongTotal.wasRight
  const spoiled = lines.slice(header + 1, -1)
  const right: string[] = []
  for (let row = 1; spoiled.length > 0 || strikes.some(({ detailRow = 0 }) => detailRow >= row); row++) {
    const strike = strikes.find(({ detailRow }) => detailRow === row)
    const became = spoiled.splice(0, strike === undefined ? 1 : (rowsOf[strike.fault] ?? 1))
    right.push(strike?.wasRight ?? became[0] ?? '')
  }
  return `${[...lines.slice(0, header + 1), ...right, '<END>'].join('\n')}\n`
}
