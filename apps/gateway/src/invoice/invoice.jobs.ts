import type { Logger } from 'pino'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { issueInvoices } from './issue-invoices.ts'

type Needs = {
  readonly db: Db
  readonly world: Pick<World, 'now'>
  readonly log: Logger
  readonly stop: Stop
}

/** On the first business day of a month at 09:00, Europe/Amsterdam: the invoices for the fees of the month before. */
export const invoiceWork = ({ db, world, log, stop }: Needs): Work => ({
  takeUp: async () => {
    const done = await issueInvoices({ db, now: world.now, log, isStopping: stop.isStopping })
    return done.month !== undefined || done.issued > 0 ? 1 : 0
  },
})
