import type { Db, Tx } from '../postgres/db.ts'
import type { BreakRow, Proposal } from './break-list.store.ts'

type Changes = Partial<{
  readonly owner: string
  readonly proposed: Proposal
  readonly claimed_at: Date
  readonly claim_reference: string
  readonly waits_until: string | null
  readonly resolved_at: Date
  readonly resolution: string
  readonly reason: string
  readonly resolved_by: string
  readonly approved_by: string
}>

export type LockedBreak = Omit<BreakRow, 'notes'>

/** A break that is open, held until the transaction ends; undefined when it has ended. */
export const lockBreak = async (tx: Tx, breakId: string): Promise<LockedBreak | undefined> => {
  const [row] = await tx.run<LockedBreak>({
    text: 'select * from breaks where break_id = $1 and resolved_at is null for update',
    values: [breakId],
  })
  return row
}

/** Changes a break that is open; answers false when it has ended. */
export const changeBreak = async (tx: Tx, breakId: string, changes: Changes): Promise<boolean> => {
  const columns = Object.keys(changes)
  const set = columns.map((column, index) => `${column} = $${index + 2}`).join(', ')
  const changed = await tx.run({
    text: `update breaks set ${set} where break_id = $1 and resolved_at is null returning break_id`,
    values: [breakId, ...Object.values(changes)],
  })
  return changed.length === 1
}

export type Note = { readonly noteId: string; readonly at: Date; readonly by: string; readonly note: string }

export const addNote = (tx: Tx, breakId: string, { noteId, at, by, note }: Note): Promise<unknown> =>
  tx.run({
    text: 'insert into break_notes (break_id, note_id, at, written_by, note) values ($1, $2, $3, $4, $5)',
    values: [breakId, noteId, at, by, note],
  })

/** A note, and perhaps somebody who looks after it from now on; answers false when the break has ended. */
export const workOnBreak = (db: Db, breakId: string, note: Note, owner?: string): Promise<boolean> =>
  db.transaction('chore.resolve_break', async (tx) => {
    await addNote(tx, breakId, note)
    return owner === undefined || (await changeBreak(tx, breakId, { owner }))
  })

/** A bank entry is explained by a person. */
export const markEntry = (tx: Tx, entryId: string, purpose: string, at: Date): Promise<unknown> =>
  tx.run({
    text: 'update bank_entries set purpose = $2, explained_at = $3 where entry_id = $1 and purpose is null',
    values: [entryId, purpose, at],
  })
