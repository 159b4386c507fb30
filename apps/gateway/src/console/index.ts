import type { FastifyInstance } from 'fastify'
import { auditTrail } from '../audit/index.ts'
import { breakRoutes, breakWork } from '../break/work/index.ts'
import { mailbox, postOffice, serveMailbox } from '../mail/index.ts'
import {
  type OperatorNeeds,
  type OperatorRoute,
  peopleAndSessions,
  relyingPartyOf,
  serveOperatorApi,
} from '../operator/index.ts'
import { auditRoutes } from './audit.routes.ts'
import { overviewRoutes } from './overview.routes.ts'
import { overview } from './overview.ts'
import { serveConsolePage } from './page.routes.ts'
import { paymentRoutes } from './payments.routes.ts'
import { type PaymentsForConsole, paymentsForConsole } from './payments.ts'

type Needs = Parameters<typeof paymentsForConsole>[0] & OperatorNeeds & { readonly writeOffAlone: bigint }

type Parts = Omit<Needs, 'mails' | 'relyingParty'> & { readonly mailServer: unknown }

/** Every route of the operator API that needs somebody signed in. They are data, as those of merchants are. */
export const operatorRoutes = (needs: Needs): OperatorRoute[] => {
  const payments: PaymentsForConsole = paymentsForConsole(needs)
  return [
    ...peopleAndSessions(needs).routes,
    ...overviewRoutes(overview(needs)),
    ...paymentRoutes(payments),
    ...breakRoutes(breakWork(needs)),
    ...auditRoutes(auditTrail(needs.db)),
  ]
}

/** Puts the console on the server: its page, and the API behind it; in the sandbox also a page for the mails it would send. */
export const serveConsole = (server: FastifyInstance, parts: Parts): void => {
  const { isSandbox, publicUrl, mailServer } = parts
  const needs = {
    ...parts,
    mails: postOffice({ ...parts, isOpen: isSandbox || mailServer !== undefined }),
    relyingParty: relyingPartyOf(publicUrl, isSandbox),
  }
  const { sessions, openRoutes } = peopleAndSessions(needs)
  serveConsolePage(server)
  serveOperatorApi(server, { ...needs, sessions, openRoutes, routes: operatorRoutes(needs) })
  if (isSandbox) serveMailbox(server, mailbox(parts.db, parts.masterKey))
}
