import { formatMoney, money } from '@silkgate/domain'
import type { Logger } from 'pino'
import { readDue } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { dailyCheckDue, makeDailyCheck } from './daily-check.store.ts'

type Needs = { readonly db: Db; readonly world: World; readonly log: Logger }

/** Every day at 18:00, Europe/Amsterdam: whether what we owe merchants is covered, and what the bank is to move for it. */
export const dailyCheckWork = ({ db, world, log }: Needs): Work => ({
  takeUp: async () => {
    const due = await readDue(db, dailyCheckDue)
    const now = world.now()
    if (due === undefined || due > now) return 0
    const checks = await makeDailyCheck(db, now)
    for (const { day, currency, surplus } of checks) {
      const shortfall = formatMoney(money(currency, -surplus))
      if (surplus < 0n)
        log.error({ day, currency, shortfall }, "merchants' money was not covered, and is to be made good")
    }
    return checks.length
  },
})
