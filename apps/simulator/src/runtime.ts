import { setTimeout as pause } from 'node:timers/promises'
import formbody from '@fastify/formbody'
import { serveAssets } from '@silkgate/page'
import type { SandboxClock } from '@silkgate/sandbox-clock'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { serveAcqp } from './acqp/acqp.routes.ts'
import type { KeyStore } from './acqp/keys.store.ts'
import { openKeys } from './acqp/keys.ts'
import type { BankStore, StatementFormat } from './bank/bank.ts'
import { bookDays } from './bank/book-days.jobs.ts'
import { serveCashier } from './cashier/cashier.routes.ts'
import { serveBankControl } from './control/bank-control.routes.ts'
import { serveControl } from './control/control.routes.ts'
import { serveDisputeControl } from './control/dispute-control.routes.ts'
import { serveSettlementControl } from './control/settlement-control.routes.ts'
import { serveSftpControl } from './control/sftp-control.routes.ts'
import { openFaults } from './fault/faults.ts'
import type { Files } from './file/files.ts'
import { announceCancelled, forge } from './notification/announce.ts'
import { sendNotifications } from './notification/send-notifications.jobs.ts'
import type { Order } from './order/order.ts'
import type { Orders } from './order/orders.ts'
import { assets } from './page/assets.ts'
import { mayPay } from './registration/register.ts'
import { openVerdicts, type Registrations } from './registration/registrations.ts'
import { closeDays } from './settlement/close-days.jobs.ts'
import type { Settlements } from './settlement/settlements.ts'
import type { SftpStore } from './sftp/sftp.store.ts'
import { serveSftp } from './sftp/sftp-server.ts'
import { serveShop } from './shop/shop.routes.ts'
import type { ShopOrders } from './shop/shop-orders.ts'
import { serveStatus } from './status/status.routes.ts'
import { takeTransfers } from './transfer/take-transfers.jobs.ts'
import type { TransferStore } from './transfer/transfers.ts'
import { serveTruth } from './truth/truth.routes.ts'
import { walletUse } from './wallet/use-wallet.ts'
import { serveWallet } from './wallet/wallet.routes.ts'
import { openWalletSwitches, walletsFor } from './wallet/wallets.ts'
import { startWorker } from './worker.ts'
import type { World } from './world.ts'

export type Parts = {
  readonly log: Logger
  readonly world: World
  readonly clock: SandboxClock
  readonly orders: Orders
  readonly keys: KeyStore
  readonly registrations: Registrations
  readonly shopOrders: ShopOrders
  readonly settlements: Settlements
  readonly files: Files
  /** None without a database. */
  readonly bank: (BankStore & { readonly transfers: TransferStore }) | undefined
  readonly publicUrl: string
  readonly gatewayUrl: string
  readonly acquirerId: string
  /** Where files are served; nowhere without a database. */
  readonly sftp: { readonly store: SftpStore; readonly host: string; readonly port: number } | undefined
}

export type Simulator = { readonly server: FastifyInstance; readonly stop: () => Promise<void> }

const openServer = (log: Logger): FastifyInstance => {
  const server = Fastify({ logger: false, forceCloseConnections: true, routerOptions: { maxParamLength: 200 } })
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  server.register(formbody)
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply.code(error.statusCode).send({ error: error.message })
    log.error({ err: error, url: request.url }, 'a defect was caught at the edge')
    return reply.code(500).send({ error: 'Something of the simulator is broken; its log says what.' })
  })
  return server
}

const earliest = (...instants: readonly (Date | undefined)[]): Date | undefined =>
  instants.filter((one) => one !== undefined).toSorted((a, b) => a.getTime() - b.getTime())[0]

/** The whole simulator, wired by hand: Alipay+'s interface, its pages, the wallets, the demo shop, and the switches. */
export const assemble = async (parts: Parts): Promise<Simulator> => {
  const { orders, registrations, settlements, files, bank, world, log, clock, acquirerId, publicUrl } = parts
  const keys = await openKeys(parts.keys)
  const faults = openFaults()
  const switches = openWalletSwitches()
  const verdicts = openVerdicts()
  const sender = sendNotifications({ orders, registrations, world, keys, faults, log })
  const worker = startWorker(sender.takeUp, log)
  const days = closeDays({ orders, settlements, world, faults, participantId: acquirerId, log })
  const statements: { format: StatementFormat } = { format: 'camt.053' }
  const taking = bank && takeTransfers({ bank, transfers: bank.transfers, world, faults })
  const banking = bank && bookDays({ bank, nextClearing: days.nextDue, world, faults, statements })
  const dailyWorker = startWorker(async () => {
    await days.takeUp()
    await taking?.takeUp()
    await banking?.takeUp()
  }, log)
  const uses = walletUse({ orders, world, faults, acquirerId, changed: worker.wake })

  const announcement = { world, faults, acquirerId }
  const cancelled = (order: Order) => announceCancelled(order, announcement)
  const placed = async (order: Order): Promise<void> => {
    if (faults.strikesNotification('notification_before_answer', order.paymentRequestId)) await payAtOnce(order)
    if (!faults.strikesNotification('notification_forged', order.paymentRequestId)) return
    const notifications = [forge(order, announcement)]
    await orders.change(order.paymentRequestId, (one) => ({ order: one, notifications }))
    worker.wake()
  }
  /** Pays an order in the first wallet on offer, and waits until that was announced, if it is at all. */
  const payAtOnce = async ({ code, paymentRequestId, terms }: Order): Promise<void> => {
    const wallet = walletsFor(terms.amount.currency, terms.userRegion).find((id) => !switches.off().includes(id))
    if (wallet !== undefined) await uses.decide(code, wallet, 'success')
    for (let look = 0; look < 200; look++) {
      if ((await orders.notificationsOf(paymentRequestId)).every(({ attempts }) => attempts > 0)) return
      await pause(20)
    }
  }
  const nextDue = async (): Promise<Date | undefined> => {
    await clock.refresh()
    if (sender.underWay() > 0) return world.now()
    const nextDaily = async () =>
      earliest(...(await Promise.all([days, taking, banking].map((work) => work?.nextDue()))))
    let daily = await nextDaily()
    if (daily !== undefined && daily <= world.now()) {
      await dailyWorker.wake()
      daily = await nextDaily()
    }
    const announced = await orders.nextDue()
    if (announced !== undefined && announced <= world.now()) void worker.wake()
    return earliest(announced, daily)
  }

  const desk = { registrations, verdicts }
  const server = openServer(log)
  serveAcqp(server, {
    acqp: { orders, world, acquirerId, publicUrl, switches, placed, cancelled, mayPay: mayPay(desk, world) },
    register: desk,
    keys,
    faults,
  })
  serveControl(server, {
    ...{ orders, registrations, verdicts, world, keys, faults, switches, nextDue },
    ...{ walletUse: uses, notificationSteps: sender.steps },
  })
  const sftp = parts.sftp && (await serveSftp({ ...parts.sftp, inbox: bank?.transfers.inbox, faults, log }))
  if (sftp !== undefined) serveSftpControl(server, sftp)
  serveDisputeControl(server, { orders, world, changed: worker.wake })
  if (bank !== undefined) serveBankControl(server, { bank, transfers: bank.transfers, statements })
  serveSettlementControl(server, { files, settlements, bank, faults, world })
  serveAssets(server, assets)
  serveCashier(server, { orders, world, publicUrl, switches })
  serveWallet(server, { publicUrl, orders, world, faults, switches, walletUse: uses })
  serveStatus(server, { orders, world })
  serveTruth(server, { orders, files, transfers: bank?.transfers, world, faults, changed: worker.wake })
  serveShop(server, { shopOrders: parts.shopOrders, world, publicUrl, gatewayUrl: parts.gatewayUrl })
  server.get('/', async (_request, reply) => reply.redirect('/shop/'))
  server.get('/health/live', async () => ({ status: 'ok' }))

  return {
    server,
    stop: async () => {
      await server.close()
      await Promise.all([worker.stop(), dailyWorker.stop()])
      await sftp?.stop()
    },
  }
}
