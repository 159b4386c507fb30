import {
  type Currency,
  figure,
  formatMoney,
  hearOfSweep,
  matchSweepEntry,
  money,
  postings,
  type SweepMatch,
  sweepIdsIn,
} from '@silkgate/domain'
import { closeBreaks, openBreaks } from '../break/index.ts'
import { postTransfers } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import { factsOf, hearSweep } from './hear-sweep.ts'
import { explainAsSweep, lockSweep, type SweepRow } from './sweep.store.ts'

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

/** The one sweep that an entry names, held, and what it says of it; undefined where it cannot be it. */
const matchOf = async (
  tx: Tx,
  entry: Entry,
  toleranceMinor: bigint,
): Promise<{ readonly sweep: SweepRow; readonly match: SweepMatch } | undefined> => {
  const [sweepId, another] = sweepIdsIn(entry.text)
  const sweep = sweepId === undefined || another !== undefined ? undefined : await lockSweep(tx, sweepId)
  const match = sweep && matchSweepEntry(entry, entry.purpose, sweep, toleranceMinor)
  return sweep && match && { sweep, match }
}

/** What a break about an entry of a sweep is about: `SWEEP-20261128-EUR left`. */
const aboutOf = (sweep: SweepRow, { event }: SweepMatch): string => `${sweep.sweep_id} ${event}`

/** Posts an entry as what it says of a sweep, which goes on; answers whether that was news. */
const postEntry = async (tx: Tx, entry: Entry, sweep: SweepRow, match: SweepMatch, at: Date): Promise<boolean> => {
  const reason = match.event === 'returned' ? (entry.returned ?? 'the bank gave no reason') : undefined
  if ((await hearSweep(tx, { sweepId: sweep.sweep_id, event: match.event, at, reason })) !== 'new') return false
  // Entries on merchants' account are on the books already, as something that nobody knows.
  const unknown = entry.purpose === 'safeguarding' ? postings.unattributed(money(entry.currency, -entry.minor)) : []
  const charges = postings.bankCharges(money(entry.currency, match.chargesMinor), `bank_${entry.purpose}`)
  await postTransfers(tx, [...unknown, ...charges], { about: entry.id, part: 'sweep', at })
  await explainAsSweep(tx, entry.id, at)
  return true
}

/**
 * Explains an entry that names a sweep: it is posted, and the sweep goes on. What comes to another amount than it may waits for a
 * person, with a break; what cannot be it stays open. Answers whether it names one.
 */
export const explainSweep = async (tx: Tx, entry: Entry, toleranceMinor: bigint, at: Date): Promise<boolean> => {
  if (sweepIdsIn(entry.text).length === 0) return false
  const found = await matchOf(tx, entry, toleranceMinor)
  if (found === undefined) return true
  const { sweep, match } = found
  const [kind, about] = ['sweep_differs', aboutOf(sweep, match)] as const
  // What cannot be, after what was heard before, is told as that.
  if (match.isExplained || hearOfSweep(factsOf(sweep), match.event) !== 'new') {
    if (await postEntry(tx, entry, sweep, match, at)) await closeBreaks(tx, [{ kind, about }], 'explained since', at)
    return true
  }
  const [ours, theirs] = [sweep.minor < 0n ? -sweep.minor : sweep.minor, entry.minor < 0n ? -entry.minor : entry.minor]
  const differs = {
    ...{ kind, about, entryId: entry.id, currency: entry.currency, minor: -match.chargesMinor, field: 'amount' },
    ours: figure(formatMoney(money(entry.currency, ours))),
    theirs: figure(formatMoney(money(entry.currency, theirs))),
  }
  await openBreaks(tx, [differs], at)
  return true
}

/**
 * Takes an entry for the sweep that it names, whatever it comes to, because a person says so: the difference are bank charges.
 * Answers the charges; undefined where the entry cannot be it.
 */
export const explainSweepByHand = async (tx: Tx, entry: Entry, at: Date): Promise<bigint | undefined> => {
  const found = await matchOf(tx, entry, 0n)
  if (found === undefined || !(await postEntry(tx, entry, found.sweep, found.match, at))) return undefined
  return found.match.chargesMinor
}
