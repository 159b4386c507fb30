/** How many there are, and how much: to us positive for items and nets, from us positive for fees. */
export type Total = { readonly count: bigint; readonly minor: bigint }

/** What the three files of a clearing batch say of themselves, and what was read of their good rows. */
export type ClearingTotals = {
  readonly items: { readonly said: Total; readonly read: Total }
  readonly fees: { readonly said: Total; readonly read: Total }
  /** Of the Transaction Summary: its number of transactions, and its net. */
  readonly summary: Total
}

/** Two figures that must be equal. `of` is what they are about. */
export type Footing = {
  readonly of: 'items' | 'fees' | 'batch'
  readonly kind: 'total_differs' | 'count_differs'
  /** What it should be by the rows, or by the other files. */
  readonly ours: bigint
  readonly theirs: bigint
}

/**
 * What must agree within the files of a clearing batch, and between them: rows and totals of a file; and the summary with the
 * other two, as they say it, so that one wrong row is told once.
 */
export const crossFoot = ({ items, fees, summary }: ClearingTotals): readonly Footing[] => [
  { of: 'items', kind: 'count_differs', ours: items.read.count, theirs: items.said.count },
  { of: 'items', kind: 'total_differs', ours: items.read.minor, theirs: items.said.minor },
  { of: 'fees', kind: 'count_differs', ours: fees.read.count, theirs: fees.said.count },
  { of: 'fees', kind: 'total_differs', ours: fees.read.minor, theirs: fees.said.minor },
  { of: 'batch', kind: 'count_differs', ours: items.said.count, theirs: summary.count },
  { of: 'batch', kind: 'total_differs', ours: items.said.minor - fees.said.minor, theirs: summary.minor },
]
