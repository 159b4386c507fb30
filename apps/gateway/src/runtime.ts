import { randomBytes } from 'node:crypto'
import { createClient, type Send } from '@silkgate/alipayplus'
import type { MatchRules } from '@silkgate/domain'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { admission, openPlaces } from './admission/index.ts'
import type { AlipayPlusAccess } from './alipayplus/access.ts'
import { type Lane, openLane } from './alipayplus/lane.ts'
import type { CallLog } from './api-log/index.ts'
import { backOffice } from './back-office.ts'
import { serveCheckoutPages } from './checkout-page/checkout-page.routes.ts'
import { readVariant } from './checkout-page/variant.store.ts'
import { checkoutVisits } from './checkout-page/visits.ts'
import { serveClientApi } from './client-session/client-api.routes.ts'
import { deleteExpiredSessions } from './client-session/client-session.store.ts'
import { clientSessions } from './client-session/index.ts'
import { type ConsoleSettings, serveConsole } from './console/index.ts'
import { between, type Reach } from './crash-points.ts'
import { disputeDue } from './dispute/dispute.store.ts'
import { serveDisputeMessages } from './dispute/dispute-message.routes.ts'
import { disputesForMerchants } from './dispute/disputes-for-merchants.ts'
import { disputeCallsAtOnce, dueDisputes } from './dispute/due-disputes.jobs.ts'
import { takeDisputeMessage } from './dispute/take-dispute-message.ts'
import { serveDocs } from './docs/docs.routes.ts'
import { type Duties, openDuties } from './duty.ts'
import type { FileAccess, RawFiles } from './file/index.ts'
import { hostedCheckouts } from './hosted-checkout/hosted-checkouts.ts'
import { deleteOldCheckouts } from './hosted-checkout/index.ts'
import { hearUnserved } from './http/hear-unserved.ts'
import { rateLimit } from './http/rate-limit.ts'
import { openServer, serveRoutes } from './http/server.ts'
import { deleteExpiredKeys } from './idempotence/index.ts'
import { balancesOfMerchant } from './ledger/balances-of-merchant.ts'
import type { MailServer } from './mail/index.ts'
import type { Directory } from './merchant/index.ts'
import { merchantApi } from './merchant-api.ts'
import { openMetrics } from './metrics.ts'
import { deleteOldQuestions, type OidcProvider } from './operator/index.ts'
import { createPayment } from './payment/create-payment.ts'
import { duePayments, paymentStepsAtOnce } from './payment/due-payments.jobs.ts'
import { findPayments } from './payment/find-payments.ts'
import { getPayment, getPayments } from './payment/get-payment.ts'
import { notifyPath, serveNotifications } from './payment/notify.routes.ts'
import { orderNumbers } from './payment/order-numbers.ts'
import { paymentDue } from './payment/payment.store.ts'
import { recordDisputeEvent } from './payment/record-dispute-event.ts'
import { recordPaymentEvents } from './payment/record-payment-events.ts'
import { recordRefundEvent } from './payment/record-refund-event.ts'
import { positionDue } from './positions.store.ts'
import type { Db } from './postgres/db.ts'
import { serveAssets } from './product/assets.routes.ts'
import { walletsOnOffer } from './product/index.ts'
import { publishCommitted } from './publish-positions.jobs.ts'
import { createRefund } from './refund/create-refund.ts'
import { decideOnRefund } from './refund/decide-refund.ts'
import { dueRefunds, refundCallsAtOnce } from './refund/due-refunds.jobs.ts'
import { findRefunds } from './refund/find-refunds.ts'
import { readRefundsOf, refundDue } from './refund/refund.store.ts'
import { askAtOnce, whyNotLive as liveness, registrationDue } from './registration/index.ts'
import { dueRegistrationWork } from './registration/registration.jobs.ts'
import { registrationNotifyPath, serveRegistrationNotifications } from './registration/registration.routes.ts'
import type { OrderFiles } from './remittance/index.ts'
import { remittancesOfMerchant } from './remittance/remittances-of-merchant.ts'
import type { ReportFiles } from './report/index.ts'
import { reportsForMerchants } from './report-delivery/index.ts'
import { reportingApi } from './reporting-api.ts'
import type { MasterKey } from './secret/master-key.ts'
import type { Stop } from './stop.ts'
import { trailOf } from './trail/trail.ts'
import { allTransactions, transactionPage } from './transaction/transaction-list.ts'
import { eventList } from './webhook/event-list.ts'
import { deliverWebhooks, type PostWebhook, sentBodyOf } from './webhook/index.ts'
import { webhookDue } from './webhook/webhook.store.ts'
import type { World } from './world.ts'

export type Parts = ConsoleSettings & {
  readonly isSandbox: boolean
  readonly publicUrl: string
  readonly pagesHost: string
  readonly alipayplusUrl: string
  readonly rateLimitPerSecond: number
  readonly paymentsUnderWay: number
  readonly requiresRegistration: boolean
  readonly db: Db
  readonly askedByPeople: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly directory: Directory
  readonly calls: CallLog
  readonly access: AlipayPlusAccess
  readonly masterKey: MasterKey
  readonly send: Send
  readonly post: PostWebhook
  readonly rawFiles: RawFiles
  readonly reportFiles: ReportFiles
  readonly orderFiles: OrderFiles
  /** The most that a merchant is paid at once without a second person. */
  readonly remitAloneMinor: bigint
  readonly fileAccess: FileAccess
  readonly matchRules: MatchRules
  readonly reportsKeptForMs: number
  /** The most that one person may give up or keep of a break, in the smallest unit. */
  readonly writeOffAlone: bigint
  /** Where mails are sent; without it, the sandbox shows them on a page, and production sends none. */
  readonly mailServer: MailServer | undefined
  readonly oidcProvider: OidcProvider | undefined
  /** The proxies whose word about who calls is taken. */
  readonly trustedProxies: readonly string[]
}

export type Gateway = Pick<Duties<string>, 'start' | 'nextDue' | 'isBusy'> & {
  readonly server: FastifyInstance
  /** Settles when no step and no delivery is under way. */
  readonly idle: () => Promise<void>
}

/** The calls of due work, one about an order that we do not know, and one about a registration. */
export const dueCallsAtOnce = paymentStepsAtOnce + refundCallsAtOnce + disputeCallsAtOnce + 2

/** The whole program, wired by hand, read top to bottom. The world comes in from outside; a simulation brings its own. */
export const assemble = (parts: Parts): Gateway => {
  const { db, world, log, stop, directory, access, publicUrl, isSandbox } = parts
  const { now } = world
  const wake = (what: { steps?: boolean; refunds?: boolean; disputes?: boolean; webhooks?: boolean }) => {
    if (what.steps) duties.wake('payments')
    if (what.refunds) duties.wake('refunds')
    if (what.disputes) duties.wake('disputes')
    if (what.webhooks) duties.wake('webhooks')
  }

  const metrics = openMetrics()
  const places = openPlaces(parts.paymentsUnderWay)
  const admit = admission(places, metrics.refused)
  // What is due has a lane of its own: what is asked for anew, however much, does not keep us from finding out.
  const lanes = {
    asked: openLane(parts.send, { most: parts.paymentsUnderWay }),
    due: openLane(parts.send, { most: dueCallsAtOnce }),
  }
  metrics.watch(places, lanes)
  const clientOn = ({ send, heard }: Lane) =>
    createClient({
      baseUrl: parts.alipayplusUrl,
      clientId: access.clientId,
      signingKey: access.signingKey,
      publicKey: access.publicKey,
      now: world.now,
      monotonicMs: () => performance.now(),
      send,
      heard,
    })
  const alipayplus = clientOn(lanes.asked)
  const forDue = clientOn(lanes.due)
  const contractsOf = async (merchantId: string) => (await directory.merchant(merchantId))?.contracts ?? []
  const record = recordPaymentEvents({ db, newId: world.newId, contractsOf, committed: wake })
  const recordRefund = recordRefundEvent({ db, newId: world.newId, committed: wake })
  const recordDispute = recordDisputeEvent({ db, newId: world.newId, committed: wake })
  const [get, notifyUrl] = [getPayment(db), `${publicUrl}${notifyPath}`]

  const create = createPayment({ ...parts, admit, alipayplus, record, notifyUrl, nextOrderNumber: orderNumbers(db) })
  const payments = duePayments({ ...parts, alipayplus: forDue, record, notifyUrl })
  const refund = createRefund({ ...parts, admit, alipayplus, recordRefund, getPayment: get })
  const refunds = dueRefunds({ ...parts, alipayplus: forDue, recordRefund })
  const disputes = dueDisputes({ ...parts, alipayplus: forDue, recordDispute, getPayment: get })
  const webhooks = deliverWebhooks({ ...parts, roomCame: () => wake({ webhooks: true }) })
  const registrations = dueRegistrationWork({
    ...parts,
    alipayplus: forDue,
    notifyUrl: `${publicUrl}${registrationNotifyPath}`,
  })
  const cleanUpOnce = async () =>
    (await deleteExpiredKeys(db, world.now())) +
    (await deleteExpiredSessions(db, world.now())) +
    (await deleteOldCheckouts(db, world.now())) +
    (await deleteOldQuestions(db, new Date(world.wallMs()))) +
    (await parts.rawFiles.sweep(world.wallMs()))
  const duties = openDuties(
    {
      payments: { work: payments, everyMs: 250, due: paymentDue },
      refunds: { work: refunds, everyMs: 250, due: refundDue },
      disputes: { work: disputes, everyMs: 250, due: disputeDue },
      webhooks: { work: webhooks, everyMs: 250, due: webhookDue },
      // Not woken by commits: whoever reads events or balances waits for nothing.
      positions: { work: publishCommitted(parts), everyMs: 250, due: positionDue },
      registrations: { work: registrations, everyMs: 1_000, due: registrationDue },
      ...backOffice({
        ...parts,
        delivers: () => wake({ webhooks: true }),
        received: () => duties.wake('received files'),
        taken: () => duties.wake('reconciliation'),
        pushes: () => duties.wake('report pushes'),
      }),
      // Not woken by commits: what has expired is in nobody's way.
      'clean-up': { work: { takeUp: cleanUpOnce }, everyMs: 60_000 },
      'keys of Alipay+': { work: { takeUp: () => access.refresh().then(() => 0) }, everyMs: 5_000 },
    },
    { db, now: world.now, log },
  )
  const whyNotLive = liveness(db, parts.requiresRegistration)
  const newSecret = () => randomBytes(16).toString('hex')
  const sessions = clientSessions({ ...parts, newSecret })
  const checkouts = hostedCheckouts({ ...parts, newSecret, getPayment: get })
  const onOffer = walletsOnOffer({ ...parts, alipayplus })

  const askAbout = (paymentRequestId: string) => {
    const asking = between(parts.reach, 'chore.ask_about_order', () => forDue.inquiryPayment({ paymentRequestId }))
    asking.then(
      ({ code, unknownBecause, body }) => {
        const result = body?.paymentResult
        log.warn({ paymentRequestId, code, unknownBecause, result }, 'Alipay+ was asked about an unknown order')
      },
      (error: unknown) =>
        log.error({ err: error, paymentRequestId }, 'Alipay+ could not be asked about an unknown order'),
    )
  }

  const decideRefund = decideOnRefund({ db, world, recordRefund })
  const forDisputes = disputesForMerchants({ ...parts, recordDispute, getPayment: get })
  const unserved = hearUnserved({ directory, world, heard: parts.calls.heard })
  const server = openServer({ ...parts, unserved })
  metrics.observe(server)
  const routes = merchantApi({
    payments: {
      isSandbox,
      whyNotLive,
      now,
      create: create.forMerchant,
      get,
      find: findPayments({ db, now }),
      refundsOf: (merchantId, paymentId) => readRefundsOf(db, merchantId, [paymentId]),
    },
    refunds: {
      create: refund,
      decide: decideRefund,
      find: findRefunds({ db, now, getPayment: get, getPayments: getPayments(db) }),
    },
    disputes: forDisputes,
    checkouts: { isSandbox, whyNotLive, checkouts },
    sessions,
    onOffer,
  })
  const [admits, replayed] = [rateLimit(parts.rateLimitPerSecond, world.wallMs), () => wake({ webhooks: true })]
  const [trail, reports] = [trailOf({ db, getPayment: get }), reportsForMerchants(db, parts.reportFiles)]
  const ownRoutes = reportingApi({
    balances: { now, balancesOf: balancesOfMerchant(db) },
    doctor: { keysOf: directory.keysOf, sentBodyOf: sentBodyOf(db), wallMs: world.wallMs },
    events: { now, events: eventList(db), replayed },
    remittances: remittancesOfMerchant(db),
    reports,
    trail,
    transactions: { now, transactionPage: transactionPage(db), allTransactions: allTransactions(db) },
  })
  serveRoutes(server, [...routes, ...ownRoutes], { ...parts, admits, heard: parts.calls.heard, unserved })
  serveClientApi(server, { sessions, world, onOffer })
  serveCheckoutPages(server, {
    ...{ isSandbox, world, log, onOffer },
    visits: checkoutVisits({ ...parts, getPayment: get, createPayment: create.forCheckout }),
    variantOf: (merchantId, variant) => readVariant(db, merchantId, variant),
    pagesOrigin: `${new URL(publicUrl).protocol}//payment.${parts.pagesHost}`,
    cashierOrigins: [
      ...new Set([new URL(parts.alipayplusUrl).origin, 'https://*.alipayplus.com', 'https://*.alipay.com']),
    ],
  })
  serveConsole(server, {
    ...{ ...parts, db: parts.askedByPeople },
    ...{ trail, replayed, decideRefund, getPayment: get },
    ...{ createRefund: refund, disputes: forDisputes, reports, received: () => duties.wake('received files') },
  })
  serveAssets(server)
  serveDocs(server)
  serveNotifications(server, { db, world, log, access, record, askAbout })
  serveDisputeMessages(server, { world, log, access, take: takeDisputeMessage({ db, world, log, recordDispute }) })
  serveRegistrationNotifications(server, {
    ...parts,
    askAtOnce: async (id, at) => {
      const isAsked = await askAtOnce(db, id, at)
      duties.wake('registrations')
      return isAsked
    },
  })
  server.get('/health/live', async () => ({ status: 'ok' }))
  server.get('/health/ready', async (_request, reply) => {
    const answer = await db.read({ text: 'select 1', values: [] }).catch(() => undefined)
    if (answer === undefined) return reply.code(503).send({ status: 'the database does not answer' })
    return reply.code(stop.isStopping() ? 503 : 200).send({ status: stop.isStopping() ? 'stopping' : 'ok' })
  })

  return {
    server,
    idle: async () => {
      while (duties.underWay() > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    start: duties.start,
    nextDue: duties.nextDue,
    isBusy: duties.isBusy,
  }
}
