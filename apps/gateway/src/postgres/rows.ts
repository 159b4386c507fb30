import type { Row } from './db.ts'

/** A table with the columns that its rows are written with. */
export type Table = {
  readonly name: string
  /** `merchant_id, payment_id` */
  readonly names: string
  /** `r.merchant_id, r.payment_id` */
  readonly namesOfR: string
  /** `merchant_id bigint, payment_id text` */
  readonly definition: string
  readonly columns: readonly { readonly name: string; readonly cast: string }[]
}

/** `tableOf('transfers', 'merchant_id bigint, …')` */
export const tableOf = (name: string, definition: string): Table => {
  const columns = definition.split(',').map((column) => column.trim().split(' '))
  return {
    name,
    definition,
    names: columns.map(([column]) => column).join(', '),
    namesOfR: columns.map(([column]) => `r.${column}`).join(', '),
    columns: columns.map(([column = '', type]) => ({ name: column, cast: `::${type} as ${column}` })),
  }
}

const cellOf = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}

/**
 * Rows as a relation named r, for a `from`; their parameters are added to `values`. A single row goes as one parameter
 * for each column, which costs PostgreSQL half of what JSON costs it; several go as one text of JSON. So a statement's
 * text depends on `shapeOf` its rows, and its name must too.
 */
export const relationOf = ({ columns, definition }: Table, rows: readonly Row[], values: unknown[]): string => {
  const [row, ...others] = rows
  if (row === undefined || others.length > 0) {
    return `json_to_recordset($${values.push(JSON.stringify(rows))}) as r (${definition})`
  }
  let cells = ''
  for (const { name, cast } of columns) {
    cells += `${cells === '' ? '' : ', '}$${values.push(cellOf(row[name]))}${cast}`
  }
  return `(select ${cells}) as r`
}

/** `insert into … select … from …`, to which a join or a condition may be added. */
export const insertOf = (table: Table, rows: readonly Row[], values: unknown[]): string =>
  `insert into ${table.name} (${table.names}) select ${table.namesOfR} from ${relationOf(table, rows, values)}`

/** None, one or several, for each list of rows: what a statement's text depends on. */
export const shapeOf = (...lists: readonly (readonly unknown[])[]): string =>
  lists.map(({ length }) => Math.min(length, 2)).join('')
