import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { countPayments } from './count-payments.store.ts'

/** After counting it rests so many times as long as that took. */
const restTimes = 30

/**
 * Keeps the counts of each day's payments up to what has happened. Busy days are counted less often, so that it never takes more
 * than a thirtieth of a connection.
 */
export const countPaymentsWork = ({ db, world }: { readonly db: Db; readonly world: World }): Work => {
  let restsUntilMs = 0
  return {
    takeUp: async () => {
      const began = world.wallMs()
      if (began < restsUntilMs) return 0
      const counted = await countPayments(db, world.now())
      if (counted > 0) restsUntilMs = world.wallMs() + restTimes * (world.wallMs() - began)
      return 0
    },
  }
}
