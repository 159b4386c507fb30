import type { Db } from '../postgres/db.ts'
import { candidatesOfLine } from '../reconciliation/index.ts'
import type { BreakRow } from './break-list.store.ts'
import type { Candidate } from './candidate.ts'
import { batchesNear, entriesNear, mostCandidates } from './candidates.store.ts'

/** The nearest things that may be the other side of a break; none for kinds that have no other side. */
export const candidatesOf = async (db: Db, row: BreakRow): Promise<readonly Candidate[]> => {
  const { kind, about, settlement_batch_id: batchId, entry_id: entryId, clearing_batch_id: clearingBatchId } = row
  if (kind === 'money_missing' && batchId !== null) return entriesNear(db, batchId)
  if (kind === 'unknown_entry' && entryId !== null) return batchesNear(db, entryId)
  if (kind !== 'unknown_transaction' || clearingBatchId === null) return []
  return candidatesOfLine(db, { clearingBatchId, about }, mostCandidates)
}
