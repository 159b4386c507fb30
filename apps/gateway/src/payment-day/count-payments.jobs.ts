import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { countPayments } from './count-payments.store.ts'

/** After counting it rests so many times as long as that took, and at most so long. */
const [restTimes, mostRestMs] = [30, 120_000]

/**
 * Keeps the counts of each day's payments up to what has happened. Busy days are counted less often, so that it takes a
 * thirtieth of a connection, unless counting takes longer than some seconds.
 */
export const countPaymentsWork = ({ db, world }: { readonly db: Db; readonly world: World }): Work => {
  let restsUntilMs = 0
  return {
    takeUp: async () => {
      const began = world.wallMs()
      if (began < restsUntilMs) return 0
      const counted = await countPayments(db, world.now())
      const tookMs = world.wallMs() - began
      if (counted > 0) restsUntilMs = world.wallMs() + Math.min(restTimes * tookMs, mostRestMs)
      return 0
    },
  }
}
