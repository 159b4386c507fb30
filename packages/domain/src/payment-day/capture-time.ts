/** Bins of the time from a payment's creation to its capture: each begins at one of these seconds and ends before the next. */
export const captureEdges: readonly number[] = [
  0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 420, 480, 540, 600, 900, 1800,
  3600,
]

/** What ends the last bin: no payment takes so long. */
export const noEdge = 2_147_483_647

/** How many payments took less than `under` seconds, and not less than the edge before it. */
export type CaptureBin = { readonly under: number; readonly payments: number }

const beginOf = (under: number): number => captureEdges.findLast((edge) => edge < under) ?? 0

/**
 * The seconds within which a share of the payments was captured, as near as bins tell: evenly spread within its bin. In the last
 * bin, which has no end, its beginning. Undefined where there is none.
 */
export const captureQuantile = (bins: readonly CaptureBin[], share: number): number | undefined => {
  const sorted = bins.filter(({ payments }) => payments > 0).toSorted((a, b) => a.under - b.under)
  const wanted = share * sorted.reduce((sum, { payments }) => sum + payments, 0)
  let before = 0
  for (const { under, payments } of sorted) {
    if (before + payments >= wanted) {
      const begin = beginOf(under)
      return under === noEdge ? begin : begin + ((under - begin) * (wanted - before)) / payments
    }
    before += payments
  }
  return undefined
}
