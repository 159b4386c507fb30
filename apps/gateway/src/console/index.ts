import type { MerchantId } from '@silkgate/domain'
import type { FastifyInstance } from 'fastify'
import { apiLog, apiLogRoutes } from '../api-log/index.ts'
import { auditTrail } from '../audit/index.ts'
import { breakRoutes, breakWork } from '../break/work/index.ts'
import { disputeWork, disputeWorkRoutes } from '../dispute/work/index.ts'
import { exceptionWork, exceptionWorkRoutes } from '../exception/work/index.ts'
import type { RawFiles } from '../file/index.ts'
import { mailbox, postOffice, serveMailbox } from '../mail/index.ts'
import type { Directory } from '../merchant/index.ts'
import { keyWork, keyWorkRoutes } from '../merchant/key-work/index.ts'
import { boardingRoutes, holdRoutes, merchantWork, payoutRoutes } from '../merchant/work/index.ts'
import {
  type OperatorNeeds,
  type OperatorRoute,
  peopleAndSessions,
  relyingPartyOf,
  serveOperatorApi,
} from '../operator/index.ts'
import { erasePersonalData, personalData } from '../personal-data/index.ts'
import { refundWork, refundWorkRoutes } from '../refund/work/index.ts'
import type { OrderFiles } from '../remittance/index.ts'
import { remittanceConsoleRoutes, remittanceWork } from '../remittance/work/index.ts'
import { reportWork, reportWorkRoutes } from '../report-delivery/work/index.ts'
import { type SandboxControls, sandboxRoutes } from '../sandbox/index.ts'
import { settlementRoutes, settlementWork } from '../settlement/work/index.ts'
import { webhookWork, webhookWorkRoutes } from '../webhook/work/index.ts'
import { attention } from './attention.ts'
import { auditRoutes } from './audit.routes.ts'
import { lastChecks } from './checks.ts'
import { merchantRoutes, merchantViews } from './merchant/index.ts'
import { overviewRoutes } from './overview.routes.ts'
import { overview } from './overview.ts'
import { serveConsolePage } from './page.routes.ts'
import { onePayment, onePaymentRoutes, paymentList, paymentListRoutes } from './payment/index.ts'
import { personalDataRoutes } from './personal-data.routes.ts'
import { ownViews, viewRoutes } from './view/index.ts'

/** What the console is told of the settings. */
export type ConsoleSettings = {
  /** How long a payout account that takes the place of another waits before it is used. */
  readonly payoutCoolingOffMs: number
  /** Undefined in production, where none of its routes exist. */
  readonly sandbox: SandboxControls | undefined
}

type Needs = Omit<Parameters<typeof onePayment>[0], 'merchant' | 'webhooks'> &
  OperatorNeeds &
  ConsoleSettings & {
    readonly directory: Directory
    readonly createRefund: Parameters<typeof refundWork>[0]['createRefund']
    readonly decideRefund: Parameters<typeof refundWork>[0]['decideRefund']
    readonly disputes: Parameters<typeof disputeWork>[0]['disputes']
    readonly reports: Parameters<typeof reportWork>[0]['reports']
    /** Called when there are webhooks to send. */
    readonly replayed: () => void
    readonly post: Parameters<typeof webhookWork>[0]['post']
    readonly writeOffAlone: bigint
    readonly orderFiles: OrderFiles
    readonly rawFiles: RawFiles
    /** Called when a file was received by hand. */
    readonly received: () => void
  }

type Parts = Omit<Needs, 'mails' | 'relyingParty'> & { readonly mailServer: unknown }

/** Every route of the operator API that needs somebody signed in. They are data, as those of merchants are. */
export const operatorRoutes = (needs: Needs): OperatorRoute[] => {
  const ofMerchants = {
    ...needs,
    now: () => needs.world.now(),
    newId: () => needs.world.newId(),
    wallMs: () => needs.world.wallMs(),
    keysOf: (merchantId: MerchantId) => needs.directory.keysOf(merchantId),
    merchant: (merchantId: MerchantId) => needs.directory.merchant(merchantId),
  }
  const webhooks = webhookWork(ofMerchants)
  const checks = lastChecks(needs)
  const changes = merchantWork(needs)
  const payment = onePayment({ ...ofMerchants, webhooks })
  return [
    ...peopleAndSessions(needs).routes,
    ...overviewRoutes(overview({ ...needs, checks }), attention(needs)),
    ...merchantRoutes(merchantViews(ofMerchants)),
    ...boardingRoutes(changes),
    ...payoutRoutes(changes),
    ...holdRoutes(changes),
    ...paymentListRoutes(paymentList(needs)),
    ...viewRoutes(ownViews(ofMerchants)),
    ...onePaymentRoutes(payment),
    ...refundWorkRoutes(refundWork(ofMerchants)),
    ...disputeWorkRoutes(disputeWork(ofMerchants)),
    ...webhookWorkRoutes(webhooks),
    ...keyWorkRoutes(keyWork(ofMerchants)),
    ...apiLogRoutes(apiLog(ofMerchants)),
    ...exceptionWorkRoutes(exceptionWork(needs)),
    ...breakRoutes(breakWork(needs)),
    ...reportWorkRoutes(reportWork(needs)),
    ...auditRoutes(auditTrail(needs.db), checks),
    ...personalDataRoutes({
      of: personalData(needs.db),
      erase: (paymentId) => erasePersonalData(needs.db, { paymentId }),
      absent: payment.absent,
    }),
    ...settlementRoutes(settlementWork(needs)),
    ...remittanceConsoleRoutes(remittanceWork(needs)),
    ...(needs.sandbox === undefined ? [] : sandboxRoutes(needs.sandbox)),
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
