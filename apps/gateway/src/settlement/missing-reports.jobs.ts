import { addDays, clearingDayOf, looksAt, reportsDueAfter, whyCalendarEndsSoon } from '@silkgate/domain'
import type { Logger } from 'pino'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { type KnownAgreement, knownAgreements, saveLook, withoutFile } from './agreement.store.ts'

/** The clearing day whose reports are looked for next. */
const nextDay = ({ firstClearingDay, lookedTo }: KnownAgreement): string =>
  lookedTo === undefined ? firstClearingDay : addDays(lookedTo, 1)

/** When reports are looked for next. */
export const nextLook = async (db: Db): Promise<Date | undefined> => {
  const [first] = (await knownAgreements(db))
    .map((one) => looksAt(nextDay(one)))
    .sort((a, b) => a.getTime() - b.getTime())
  return first
}

/** Looks for the reports of each clearing day two hours after they were due: one that is not here by then is a break. */
export const lookForMissingReports =
  ({ db, world, log }: { db: Db; world: World; log: Logger }) =>
  async (): Promise<number> => {
    const due = (await knownAgreements(db)).filter((one) => looksAt(nextDay(one)) <= world.now())
    for (const agreement of due) {
      const day = nextDay(agreement)
      const at = looksAt(day)
      const missing = await withoutFile(db, reportsDueAfter(agreement, day))
      await saveLook(db, { agreement: agreement.agreement, day, at }, missing)
      for (const { kind, day: of } of missing) {
        log.warn({ kind, agreement: agreement.agreement, day: of }, 'a report of Alipay+ has not come')
      }
    }
    const ends = due.length === 0 ? undefined : whyCalendarEndsSoon(clearingDayOf(world.now()))
    if (ends !== undefined) log.warn(ends)
    return due.length
  }
