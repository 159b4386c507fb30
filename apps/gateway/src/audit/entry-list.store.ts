import type { AuditEntry, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type EntryRow = {
  readonly number: bigint
  readonly at: Date
  readonly door: AuditEntry['door']
  readonly origin: string
  readonly by: string | null
  readonly role: string | null
  readonly organisation: bigint | null
  readonly operation: string
  readonly merchant_id: bigint | null
  readonly about: string | null
  readonly details: string
  readonly previous: Buffer
  readonly hash: Buffer
}

export const entryOf = ({ merchant_id, previous: _previous, hash: _hash, ...row }: EntryRow): AuditEntry => ({
  ...row,
  merchantId: merchant_id,
})

export type EntryFilter = {
  /** The merchant whose people's deeds alone are shown; undefined: everybody's. */
  readonly organisation: MerchantId | undefined
  readonly by: string | undefined
  /** One operation, or all that begin with such a word and a dot or a space. */
  readonly operation: string | undefined
  readonly about: string | undefined
  readonly from: Date | undefined
  readonly until: Date | undefined
  /** The entry after which the list goes on, to older ones. */
  readonly after: bigint | undefined
  readonly limit: number
}

/** Entries that match, the newest first. */
export const listEntries = (db: Db, filter: EntryFilter): Promise<EntryRow[]> => {
  const values: unknown[] = []
  const value = (given: unknown): string => `$${values.push(given)}`
  const conditions = ['true']
  if (filter.organisation !== undefined) conditions.push(`organisation = ${value(filter.organisation)}`)
  if (filter.by !== undefined) conditions.push(`by = ${value(filter.by)}`)
  if (filter.about !== undefined) conditions.push(`about = ${value(filter.about)}`)
  if (filter.operation !== undefined) {
    const word = value(filter.operation)
    conditions.push(
      `(operation = ${word} or starts_with(operation, ${word} || '.') or starts_with(operation, ${word} || ' '))`,
    )
  }
  if (filter.from !== undefined) conditions.push(`at >= ${value(filter.from)}`)
  if (filter.until !== undefined) conditions.push(`at < ${value(filter.until)}`)
  if (filter.after !== undefined) conditions.push(`number < ${value(filter.after)}`)
  return db.read<EntryRow>({
    text: `select e.*, details::text as details from audit_entries e
            where ${conditions.join(' and ')} order by number desc limit ${value(filter.limit)}`,
    values,
  })
}
