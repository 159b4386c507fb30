import type { FastifyInstance } from 'fastify'
import { auditTrail } from '../audit/index.ts'
import { breakRoutes, breakWork } from '../break/work/index.ts'
import {
  consoleSessions,
  type OperatorRoute,
  secondFactors,
  serveOperatorApi,
  sessionRoutes,
} from '../operator/index.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { auditRoutes } from './audit.routes.ts'
import { overviewRoutes } from './overview.routes.ts'
import { overview } from './overview.ts'
import { serveConsolePage } from './page.routes.ts'
import { paymentRoutes } from './payments.routes.ts'
import { type PaymentsForConsole, paymentsForConsole } from './payments.ts'

type Needs = Parameters<typeof paymentsForConsole>[0] & {
  readonly db: Db
  readonly world: World
  readonly masterKey: MasterKey
  readonly isSandbox: boolean
  readonly writeOffAlone: bigint
}

/** Every route of the operator API that needs somebody signed in. They are data, as those of merchants are. */
export const operatorRoutes = (needs: Needs): OperatorRoute[] => {
  const payments: PaymentsForConsole = paymentsForConsole(needs)
  return [
    ...sessionRoutes(consoleSessions(needs), secondFactors(needs)),
    ...overviewRoutes(overview(needs)),
    ...paymentRoutes(payments),
    ...breakRoutes(breakWork(needs)),
    ...auditRoutes(auditTrail(needs.db)),
  ]
}

/** Puts the console on the server: its page, and the API behind it. */
export const serveConsole = (server: FastifyInstance, needs: Needs): void => {
  serveConsolePage(server)
  serveOperatorApi(server, { ...needs, sessions: consoleSessions(needs), routes: operatorRoutes(needs) })
}
