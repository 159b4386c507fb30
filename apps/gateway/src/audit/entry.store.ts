import { createHash } from 'node:crypto'
import { type AuditEntry, sealedText } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'

export type NewEntry = Omit<AuditEntry, 'number'>

/** The hash of an entry: SHA-256 over the 32 bytes of the one before, then its own text in UTF-8. */
export const hashOf = (entry: AuditEntry, previous: Buffer): Buffer =>
  createHash('sha256').update(previous).update(sealedText(entry)).digest()

/**
 * Adds an entry at the end of the chain. It belongs at the end of its transaction: until that commits, whoever else adds one
 * waits, and nobody who holds the end of the chain waits for anything else.
 */
export const addEntry = async (tx: Tx, entry: NewEntry): Promise<void> => {
  const head = { text: 'select number, hash from audit_head for update', values: [] }
  const [last] = await tx.run<{ number: bigint; hash: Buffer }>(head)
  if (last === undefined) throw new Error('Broken invariant: the end of the audit trail is missing.')
  const number = last.number + 1n
  const hash = hashOf({ ...entry, number }, last.hash)
  const { at, door, origin, by, role, organisation, operation, merchantId, about, details } = entry
  await tx.run({
    text: `with head as (update audit_head set number = $1, hash = $13)
           insert into audit_entries (number, at, door, origin, by, role, organisation, operation, merchant_id, about,
             details, previous, hash)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      ...[number, at, door, origin, by, role, organisation, operation, merchantId, about, details],
      ...[last.hash, hash],
    ],
  })
}

/** From here on, rows that change are noted until the transaction ends. */
export const beginNoting = async (tx: Tx): Promise<void> => {
  const text = `select set_config('silkgate.audited', 'on', true), set_config('silkgate.changes', '', true),
                       set_config('silkgate.changes_left_out', '', true)`
  await tx.run({ text, values: [] })
}

/** What was noted: one JSON object on a line, and how many rows more there were. */
export const readNoted = async (tx: Tx): Promise<{ lines: string; leftOut: string }> => {
  const text = `select current_setting('silkgate.changes') as lines, current_setting('silkgate.changes_left_out') as "leftOut"`
  const [noted] = await tx.run<{ lines: string; leftOut: string }>({ text, values: [] })
  return noted ?? { lines: '', leftOut: '' }
}
