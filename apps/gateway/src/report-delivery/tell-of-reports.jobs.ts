import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { merchantsToTell, tellOfReports } from './delivery.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly stop: Stop
  /** Called when webhooks may have to be sent. */
  readonly delivers: () => void
  /** Called when there may be reports to push. */
  readonly pushes: () => void
}

/** Tells merchants of their reports as they become ready. Answers how many were told of. */
export const tellOfReadyReports = ({ db, world, stop, delivers, pushes }: Needs): Work => ({
  takeUp: async () => {
    let reports = 0
    for (const merchantId of await merchantsToTell(db, world.now())) {
      if (stop.isStopping()) break
      const told = await tellOfReports(db, merchantId, world.now())
      reports += told.reports
      if (told.delivers) delivers()
      if (told.pushes) pushes()
    }
    return reports
  },
})
