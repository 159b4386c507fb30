import { type Currency, matchSweepEntry, money, postings, sweepIdsIn } from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import { hearSweep } from './hear-sweep.ts'
import { explainAsSweep, lockSweep } from './sweep.store.ts'

/** An open entry on the statement of one of our accounts, held by the caller. */
type Entry = {
  readonly id: string
  readonly currency: Currency
  readonly minor: bigint
  readonly chargesMinor: bigint
  readonly text: string
  readonly purpose: 'safeguarding' | 'operating'
  readonly returned: string | null
}

/**
 * Explains an entry that names a sweep: it is posted, and the sweep goes on. What cannot be it stays open, for a person. Answers
 * whether it names one.
 */
export const explainSweep = async (tx: Tx, entry: Entry, at: Date): Promise<boolean> => {
  const [sweepId, another] = sweepIdsIn(entry.text)
  if (sweepId === undefined) return false
  const sweep = another === undefined ? await lockSweep(tx, sweepId) : undefined
  const match = sweep && matchSweepEntry(entry, entry.purpose, sweep)
  if (match === undefined) return true
  const reason = match.event === 'returned' ? (entry.returned ?? 'the bank gave no reason') : undefined
  if ((await hearSweep(tx, { sweepId, event: match.event, at, reason })) !== 'new') return true
  // Entries on merchants' account are on the books already, as something that nobody knows.
  const unknown = entry.purpose === 'safeguarding' ? postings.unattributed(money(entry.currency, -entry.minor)) : []
  const charges = postings.bankCharges(money(entry.currency, match.chargesMinor), `bank_${entry.purpose}`)
  await postTransfers(tx, [...unknown, ...charges], { about: entry.id, part: 'sweep', at })
  await explainAsSweep(tx, entry.id, at)
  return true
}
