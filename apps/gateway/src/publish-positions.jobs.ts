import { makeCheckpoint } from './ledger/index.ts'
import {
  eventPositions,
  merchantsWithUnpublished,
  publishedAtOnce,
  publishPositions,
  transferPositions,
} from './positions.store.ts'
import type { Db } from './postgres/db.ts'
import type { Stop } from './stop.ts'
import type { Work } from './worker.ts'

type Needs = { readonly db: Db; readonly stop: Stop }

/**
 * Gives events and transfers that were committed their positions in their merchant's lists: from the one merchants catch
 * up, and up to one of the other balances are summed. It comes after the commit and is waited for by nobody, so that payments
 * do not pay for it.
 */
export const publishCommitted = ({ db, stop }: Needs): Work => ({
  takeUp: async () => {
    let left = 0
    for (const list of [eventPositions, transferPositions]) {
      for (const merchantId of await merchantsWithUnpublished(db, list)) {
        if (stop.isStopping()) break
        const published = await publishPositions(db, list, merchantId)
        // Under load there are always some; what comes now goes with the next look, so that one commit serves many.
        if (published === publishedAtOnce) left += published
        if (list === transferPositions) await makeCheckpoint(db, merchantId)
      }
    }
    return left
  },
})
