/** What is usual by some figures: half of them are lower than the median, and eight of ten lie from `low` to `high`. */
export type Usual = { readonly low: number; readonly median: number; readonly high: number }

/** The figure below which a share of sorted ones lies, between two of them in proportion. */
const quantileOf = (sorted: readonly number[], share: number): number => {
  const place = share * (sorted.length - 1)
  const [before = 0, after = before] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return before + (after - before) * (place - Math.floor(place))
}

/** What is usual by these figures; undefined where there is none. */
export const usualOf = (figures: readonly number[]): Usual | undefined => {
  if (figures.length === 0) return undefined
  const sorted = figures.toSorted((a, b) => a - b)
  return { low: quantileOf(sorted, 0.1), median: quantileOf(sorted, 0.5), high: quantileOf(sorted, 0.9) }
}

/** A day is held against the same weekday of so many weeks before it. */
export const weeksCompared = 4
