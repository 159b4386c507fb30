import type { Db } from '../postgres/db.ts'
import { endSessionsOf, erase, lockForErasing, type WhosePayments } from './personal-data.store.ts'

/** What came of it: the payments that were erased, none where there are none; or those that are still under way. */
export type Erased = { readonly erased: readonly string[] } | { readonly underWay: readonly string[] }

/**
 * Forgets who paid, for good: one payment, or all that a merchant's customer made, of which none may be under way. Amounts, times
 * and ids stay, and every invariant holds.
 */
export const erasePersonalData = (db: Db, whose: WhosePayments): Promise<Erased> =>
  db.transaction('chore.set_up', async (tx): Promise<Erased> => {
    const { ids, underWay } = await lockForErasing(tx, whose)
    if (underWay.length > 0) return { underWay }
    await erase(tx, ids)
    if ('customer' in whose) await endSessionsOf(tx, whose.merchantId, whose.customer)
    return { erased: ids }
  })
