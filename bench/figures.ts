/** What one round of load came to. */
export type Round = {
  /** Answers within the round's time. */
  readonly answered: number
  readonly seconds: number
  /** Requests sent, those answered after the round's time too. */
  readonly sent: number
  readonly latenciesMs: readonly number[]
}

export const perSecond = ({ answered, seconds }: Round): number => answered / seconds

/** Round by round, since what disturbs one disturbs its neighbour too. */
export const ratiosOf = (rounds: readonly Round[], floors: readonly Round[]): number[] =>
  rounds.flatMap((round, index) => {
    const floor = floors[index]
    return floor === undefined ? [] : [perSecond(round) / perSecond(floor)]
  })

/** The value below which a share of the values lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

/** `0.52 (0.49..0.55)`: the median and the spread. */
export const withSpread = (values: readonly number[], digits: number): string => {
  const text = (value: number) => value.toFixed(digits)
  return `${text(median(values))} (${text(Math.min(...values))}..${text(Math.max(...values))})`
}

/** Rows under their heads; the first column to the left, numbers to the right. */
export const tableOf = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(pad).join('   ').trimEnd()).join('\n')
}
