import { makeCheckpoint } from '../ledger/index.ts'
import type { Db } from '../postgres/db.ts'
import { finishSeeding } from './seed-batches.store.ts'
import {
  beginSeeding,
  firstSeeded,
  isSeeded,
  lastDayBefore,
  seededMerchants,
  seedMerchants,
  seedPayments,
} from './seed-payments.store.ts'

const atOnce = 25_000

/**
 * Fills a sandbox with payments of the ninety days before it, in one transaction: refused, never paid, captured, settled by
 * batches that the bank has paid, refunded; with everything that follows from them, so that every invariant holds. Answers
 * false, and does nothing, where that was done before.
 */
export const seedManyPayments = async (
  db: Db,
  { count, now, progress }: { count: number; now: Date; progress: (done: number) => void },
): Promise<boolean> => {
  const isDone = await db.transaction('chore.set_up', async (tx) => {
    if (await isSeeded(tx)) return false
    const lastDay = await lastDayBefore(tx, now)
    await seedMerchants(tx)
    await beginSeeding(tx)
    for (let from = 0; from < count; from += atOnce) {
      await seedPayments(tx, { from, to: Math.min(from + atOnce, count), count, lastDay })
      progress(Math.min(from + atOnce, count))
    }
    await finishSeeding(tx, now, count)
    return true
  })
  if (!isDone) return false
  for (let index = 0; index < seededMerchants; index++) await makeCheckpoint(db, String(firstSeeded + index))
  return true
}
