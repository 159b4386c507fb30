/** A list in an order of time, then id: the columns of both, and which way it goes. */
export type Ordered = { readonly at: string; readonly id: string; readonly order: 'oldest' | 'newest' }

/** Which way time goes in a list, and what comes behind a place. */
export const ways = {
  oldest: { way: 'asc', beyond: '>', first: 'least', until: '<=' },
  newest: { way: 'desc', beyond: '<', first: 'greatest', until: '>=' },
} as const

/** SQL: an instant with its microseconds as a text whose order is that of time. */
export const stampOf = (at: string): string => `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

type Bounds = {
  readonly from: Date | undefined
  readonly to: Date | undefined
  readonly after: { readonly at: string; readonly id?: string | undefined } | undefined
}

/**
 * SQL: conditions for what lies between two instants and behind the place where the page before ended. An index on time alone
 * leads there. Ids are compared byte by byte, whatever the collation of the database.
 */
export const behindPlace = ({ at, id, order }: Ordered, { from, to, after }: Bounds, values: unknown[]): string[] => {
  const { beyond } = ways[order]
  const bounds = [
    ...(from === undefined ? [] : [`${at} >= $${values.push(from)}`]),
    ...(to === undefined ? [] : [`${at} < $${values.push(to)}`]),
  ]
  if (after === undefined) return bounds
  const place = `$${values.push(after.at)}::timestamptz`
  if (after.id === undefined) return [...bounds, `${at} ${beyond} ${place}`]
  const isBehind = `(${at} ${beyond} ${place} or ${id} collate "C" ${beyond} $${values.push(after.id)})`
  return [...bounds, `${at} ${beyond}= ${place}`, isBehind]
}

/** SQL: the order of a list. */
export const inOrder = ({ at, id, order }: Ordered): string =>
  `order by ${at} ${ways[order].way}, ${id} collate "C" ${ways[order].way}`
