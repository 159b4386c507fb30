import { createHash } from 'node:crypto'
import type { Db } from './postgres/db.ts'

/** A query without parameters whose one value is the instant at which something is due next, or null. */
export type DueQuery = string

/** Answers several such queries in one round trip, in their order. Under a name always the same ones: they are planned once. */
export const readDues = async (
  db: Pick<Db, 'read'>,
  queries: readonly DueQuery[],
  name = 'next_dues',
): Promise<(Date | undefined)[]> => {
  const text = `select ${queries.map((query, index) => `(${query}) as "${index}"`).join(', ')}`
  const [row] = await db.read<Record<string, Date | null>>({ name, text, values: [] })
  return queries.map((_, index) => row?.[index] ?? undefined)
}

/** Answers one, planned once: there are as many as there are duties. */
export const readDue = async (db: Pick<Db, 'read'>, query: DueQuery): Promise<Date | undefined> => {
  const name = `due_${createHash('sha256').update(query).digest('hex').slice(0, 16)}`
  return (
    (await db.read<{ due: Date | null }>({ name, text: `select (${query}) as due`, values: [] }))[0]?.due ?? undefined
  )
}
