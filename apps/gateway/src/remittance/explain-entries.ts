import { matchEntry, merchantOfRemittance, money, postings } from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { explainSweep, explainSweepByHand } from '../sweep/index.ts'
import { type EntryRow, entriesOfOrders, entryOfOrders, explainEntry, lockEntry, lockNamed } from './entry.store.ts'
import { hearRemittance } from './hear-remittance.ts'

/**
 * Finds out which entries on our bank statements are debits of remittances, or bring one back, or are sweeps: each is posted, and
 * what it is about goes on. What names one and cannot be it stays open, for a person.
 */
export const explainEntries =
  ({ db, toleranceMinor }: { readonly db: Db; readonly toleranceMinor: bigint }) =>
  async (at: Date): Promise<void> => {
    for (const entry of await entriesOfOrders(db)) {
      await db.transaction('remittance.commit_entry', (tx) => explainOne(tx, entry, toleranceMinor, at))
    }
  }

const explainOne = async (tx: Tx, entry: EntryRow, toleranceMinor: bigint, at: Date): Promise<void> => {
  if (!(await lockEntry(tx, entry.id)) || (await explainSweep(tx, entry, toleranceMinor, at))) return
  const match = matchEntry(entry, await lockNamed(tx, entry.text), toleranceMinor)
  if (match === undefined) return
  // What an unexplained entry is booked as is taken back; charges are ours.
  const transfers = [
    ...postings.unattributed(money(entry.currency, -entry.minor)),
    ...postings.bankCharges(money(entry.currency, match.chargesMinor)),
  ]
  await postTransfers(tx, transfers, { about: entry.id, part: 'remittance', at })
  for (const { remittanceId } of match.remittances) {
    await hearRemittance(tx, {
      merchantId: merchantOfRemittance(remittanceId),
      remittanceId,
      event: match.event,
      at,
      ...(match.event === 'credited' ? { reason: entry.returned ?? 'the bank gave no reason' } : {}),
    })
  }
  await explainEntry(tx, entry.id, match, at)
}

/**
 * Takes an open entry for the sweep that it names, whatever it comes to, because a person says so. Answers what the bank kept;
 * undefined where it is explained already, or cannot be it.
 */
export const explainByHand = async (tx: Tx, entryId: string, at: Date): Promise<bigint | undefined> => {
  const entry = (await lockEntry(tx, entryId)) ? await entryOfOrders(tx, entryId) : undefined
  return entry && explainSweepByHand(tx, entry, at)
}
