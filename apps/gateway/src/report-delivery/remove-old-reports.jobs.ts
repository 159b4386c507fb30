import type { Db } from '../postgres/db.ts'
import type { ReportFiles } from '../report/index.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { markRemoved, oldReports } from './delivery.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly stop: Stop
  readonly reportFiles: Pick<ReportFiles, 'remove'>
  /** How long a report is kept after it became ready. */
  readonly reportsKeptForMs: number
}

const atOnce = 100

/**
 * Takes reports off the disk that are older than they are kept. The file goes first: one that is gone while its row does not
 * say so is unknown to whoever asks, and the row follows. Two gateways that do it at once do no harm.
 */
export const removeOldReports = ({ db, world, stop, reportFiles, reportsKeptForMs }: Needs): Work => ({
  takeUp: async () => {
    const old = await oldReports(db, new Date(world.now().getTime() - reportsKeptForMs), atOnce)
    for (const report of old) {
      if (stop.isStopping()) return 0
      await reportFiles.remove(report.merchantId, report.name)
      await markRemoved(db, report, world.now())
    }
    return old.length
  },
})
