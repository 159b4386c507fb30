import type { ReactNode } from 'react'

export type Column<Row> = {
  /** Asked for when it is shown, when the language is known. */
  readonly head: () => ReactNode
  readonly cell: (row: Row) => ReactNode
  /** Amounts and counts: they line up on the right. */
  readonly isFigure?: boolean
  /** How the rows are sorted by it, if they are. */
  readonly sorted?: 'ascending' | 'descending'
  /** Left out where the window is narrow. */
  readonly isExtra?: boolean
  /** Where the window is narrow it has a line of its own: what is long. */
  readonly isLong?: boolean
  /** A figure that says little without its name, which stands beside it where the window is narrow. */
  readonly isNamed?: boolean
}

/** A column whose cells begin with what chooses their row. */
export const chosenBy = <Row,>(column: Column<Row>, choice: (row: Row) => ReactNode): Column<Row> => ({
  ...column,
  cell: (row) => (
    <div className="chosen">
      {choice(row)}
      <div>{column.cell(row)}</div>
    </div>
  ),
})

type Needs<Row> = {
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** The row that its reader was led to. */
  readonly wanted?: string | undefined
}

/** Once, when the row comes: it is in the middle, and the keyboard goes on from it. */
const bringIntoView = (row: HTMLTableRowElement | null) => {
  row?.scrollIntoView({ block: 'center' })
  row?.focus({ preventScroll: true })
}

const classOf = ({ isFigure, isExtra, isLong }: Column<never>): string | undefined =>
  [isFigure && 'figure', isExtra && 'narrow-off', isLong && 'long'].filter(Boolean).join(' ') || undefined

/**
 * Rows by columns; where the window is narrow each row is an item: its first two figures and words side by side. Several figures
 * stand one under the other, each with its name.
 */
export const Table = <Row,>({ name, columns, rows, keyOf, wanted }: Needs<Row>) => {
  const figures = columns.filter(({ isFigure, isExtra }) => isFigure && !isExtra)
  const areNamed = figures.length > 1 || figures.some(({ isNamed }) => isNamed)
  return (
    <table className={areNamed ? 'rows named' : 'rows'} aria-label={name}>
      <thead>
        <tr>
          {columns.map((column, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places.
            <th key={at} scope="col" aria-sort={column.sorted} className={column.isFigure ? 'figure' : undefined}>
              {column.head()}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            {...(keyOf(row) === wanted ? { ref: bringIntoView, tabIndex: -1, 'aria-current': true as const } : {})}
          >
            {columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places.
              <td key={at} className={classOf(column)}>
                {areNamed && column.isFigure && (
                  <span className="name" aria-hidden>
                    {column.head()}
                  </span>
                )}
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
