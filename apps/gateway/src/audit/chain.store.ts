import type { AuditEntry } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { hashOf } from './entry.store.ts'
import { type EntryRow, entryOf } from './entry-list.store.ts'

/** Where a chain ends, to be kept elsewhere: whoever could rewrite all of it cannot give it this end again. */
export type Head = { readonly number: bigint; readonly hash: Buffer }

export type Chain = {
  readonly entries: bigint
  readonly broken: bigint
  /** Up to five. */
  readonly examples: readonly string[]
  readonly head: Head
}

const atOnce = 5_000
const howManyExamples = 5

/** What is wrong with an entry that comes after the head of those before it; undefined where it belongs there. */
const whyBroken = (entry: AuditEntry, row: EntryRow, last: Head): string | undefined => {
  if (entry.number !== last.number + 1n) return `audit entry ${last.number + 1n} is missing`
  if (!row.previous.equals(last.hash)) return `audit entry ${entry.number} does not follow the one before it`
  return hashOf(entry, row.previous).equals(row.hash) ? undefined : `audit entry ${entry.number} was changed`
}

/**
 * Follows the chain from its first entry to its last and on to its end kept apart. `known` is an end that was written down
 * earlier; it must still be part of the chain.
 */
export const checkChain = async (
  tx: Tx,
  { known, progress = () => {} }: { known?: Head; progress?: (done: bigint, of: bigint) => void } = {},
): Promise<Chain> => {
  const [end] = await tx.run<Head>({ text: 'select number, hash from audit_head', values: [] })
  let last: Head = { number: 0n, hash: Buffer.alloc(32) }
  let [entries, broken] = [0n, 0n]
  const examples: string[] = []
  const tell = (why: string | undefined): void => {
    if (why === undefined) return
    broken += 1n
    if (examples.length < howManyExamples) examples.push(why)
  }
  let isKnown = known === undefined || known.number === 0n
  for (;;) {
    const text = `select e.*, details::text as details from audit_entries e where number > $1 order by number limit ${atOnce}`
    const rows = await tx.run<EntryRow>({ text, values: [last.number] })
    for (const row of rows) {
      tell(whyBroken(entryOf(row), row, last))
      last = { number: row.number, hash: row.hash }
      if (known !== undefined && row.number === known.number) isKnown = row.hash.equals(known.hash)
    }
    entries += BigInt(rows.length)
    progress(entries, end?.number ?? 0n)
    if (rows.length < atOnce) break
  }
  if (end === undefined || end.number !== last.number || !end.hash.equals(last.hash)) {
    tell(`the audit trail ends with entry ${last.number}, and should with ${end?.number ?? 'one that is not known'}`)
  }
  if (!isKnown) tell(`audit entry ${known?.number} is not the one that it was`)
  return { entries, broken, examples, head: end ?? last }
}
