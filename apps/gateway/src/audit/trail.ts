import type { CsvCell } from '../http/csv.ts'
import type { Db } from '../postgres/db.ts'
import { checkChain, type Head } from './chain.store.ts'
import { type EntryFilter, type EntryRow, listEntries } from './entry-list.store.ts'

/** An entry as it is shown and printed. */
export const entryView = ({ merchant_id, previous: _previous, hash, details, ...row }: EntryRow) => ({
  ...row,
  organisation: row.organisation?.toString() ?? null,
  merchantId: merchant_id?.toString() ?? null,
  ...(JSON.parse(details) as object),
  hash: hash.toString('hex'),
})

export const entryColumns = [
  ...[
    'number',
    'at',
    'door',
    'origin',
    'by',
    'role',
    'organisation',
    'operation',
    'merchant',
    'about',
    'details',
    'hash',
  ],
]

const cellsOf = (row: EntryRow): CsvCell[] => [
  ...[row.number, row.at.toISOString(), row.door, row.origin, row.by ?? undefined, row.role ?? undefined],
  ...[row.organisation ?? undefined, row.operation, row.merchant_id ?? undefined, row.about ?? undefined],
  ...[row.details, row.hash.toString('hex')],
]

const atOnce = 1_000

/** The trail of who did what, as people read it. */
export const auditTrail = (db: Db) => ({
  page: async (filter: EntryFilter) => {
    const rows = await listEntries(db, { ...filter, limit: filter.limit + 1 })
    const entries = rows.slice(0, filter.limit)
    const next = rows.length > filter.limit ? entries.at(-1)?.number.toString() : undefined
    return { rows: entries.map(entryView), ...(next === undefined ? {} : { next }) }
  },
  /** All that match, in blocks. */
  csv: async function* (filter: EntryFilter): AsyncGenerator<CsvCell[][]> {
    let after = filter.after
    for (;;) {
      const rows = await listEntries(db, { ...filter, after, limit: atOnce })
      if (rows.length > 0) yield rows.map(cellsOf)
      if (rows.length < atOnce) return
      after = rows.at(-1)?.number
    }
  },
  check: async (known?: Head) => {
    const { entries, broken, examples, head } = await db.snapshot((tx) =>
      checkChain(tx, known === undefined ? {} : { known }),
    )
    return { holds: broken === 0n, entries, broken, examples, head: `${head.number}:${head.hash.toString('hex')}` }
  },
})

export type AuditTrail = ReturnType<typeof auditTrail>
