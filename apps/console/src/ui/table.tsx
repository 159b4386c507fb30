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
}

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

const classOf = ({ isFigure, isExtra }: Column<never>): string | undefined =>
  [isFigure ? 'figure' : '', isExtra ? 'narrow-off' : ''].join(' ').trim() || undefined

/** Rows by columns; where the window is narrow each row is an item: its first two figures and words side by side. */
export const Table = <Row,>({ name, columns, rows, keyOf, wanted }: Needs<Row>) => (
  <table className="rows" aria-label={name}>
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
              {column.cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
