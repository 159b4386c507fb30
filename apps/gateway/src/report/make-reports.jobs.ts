import type { Logger } from 'pino'
import { readDue } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { makeReports } from './make-reports.ts'
import { planDue, planReports } from './plan-reports.store.ts'
import { markReady, type Report, unmadeReports } from './report.store.ts'
import type { ReportFiles } from './report-files.ts'

type Needs = {
  readonly db: Db
  readonly files: ReportFiles
  readonly world: Pick<World, 'now'>
  readonly log: Logger
  readonly stop: Stop
}

/** Merchants that are looked up at a time. */
const merchantsAtOnce = 100

/** Reports that are made in one go: of one merchant, about one and the same part of its books, or one invoice. */
export const alike = ({ merchantId, positions, events, invoiceNumber = '' }: Report): string =>
  [merchantId, positions.after, positions.upTo, events.after, events.upTo, invoiceNumber].join(' ')

/** Every day at 23:30, Europe/Amsterdam: what each merchant's reports cover is fixed, and then they are made. */
export const dailyReportsWork = ({ db, files, world, log, stop }: Needs): Work => ({
  takeUp: async () => {
    const due = await readDue(db, planDue)
    const now = world.now()
    const isPlanned = due !== undefined && due <= now && (await planReports(db, now))
    const groups = Map.groupBy(await unmadeReports(db, merchantsAtOnce), alike)
    let made = 0
    for (const group of groups.values()) {
      if (stop.isStopping()) break
      try {
        await markReady(db, await makeReports(db, files, group))
        made += group.length
      } catch (error) {
        // The others are not to wait for one whose books have to be looked at; it is tried again.
        log.error({ err: error, reports: group.map(({ name }) => name) }, 'reports could not be made')
      }
    }
    if (made > 0) log.info({ made }, 'reports were made')
    return made + (isPlanned ? 1 : 0)
  },
})
