import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import { isAnyUnpublished, merchantsWithUnpublished, publishEvents, publishedAtOnce } from './event.store.ts'

type Needs = { readonly db: Db; readonly stop: Stop }

/**
 * Gives events that were committed their positions in their merchant's list, from which merchants catch up. It comes
 * after the commit and is waited for by nobody, so that payments do not pay for it.
 */
export const publishCommitted = ({ db, stop }: Needs): Work => ({
  takeUp: async () => {
    let left = 0
    for (const merchantId of await merchantsWithUnpublished(db)) {
      if (stop.isStopping()) break
      const published = await publishEvents(db, merchantId)
      // Under load there are always some; what comes now goes with the next look, so that one commit serves many.
      if (published === publishedAtOnce) left += published
    }
    return left
  },
})

/** The beginning of time while an event has no position: the sandbox clock waits for it. */
export const nextDueEvent = async (db: Db): Promise<Date | undefined> =>
  (await isAnyUnpublished(db)) ? new Date(0) : undefined
