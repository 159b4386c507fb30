import { formatMoney, type Money } from '@silkgate/domain'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Keys } from '../acqp/keys.ts'
import { netSettlementOf, refundSettlementOf, settlementOf } from '../acqp/settlement.ts'
import { faultBody } from '../fault/fault-shape.ts'
import { type Faults, faultNames } from '../fault/faults.ts'
import { chargedOf, type Order, phaseOf } from '../order/order.ts'
import type { Orders } from '../order/orders.ts'
import type { Registrations, Verdicts } from '../registration/registrations.ts'
import type { WalletUse } from '../wallet/use-wallet.ts'
import { isWalletId, type WalletSwitches, wallets, walletsFor } from '../wallet/wallets.ts'
import type { World } from '../world.ts'
import { truthOfDispute } from './dispute-control.routes.ts'
import { no, read } from './read.ts'

type Needs = {
  readonly orders: Orders
  readonly registrations: Registrations
  readonly verdicts: Verdicts
  readonly world: World
  readonly keys: Keys
  readonly faults: Faults
  readonly switches: WalletSwitches
  readonly walletUse: WalletUse
  /** Reads the clock again and looks for due work; answers when something is due next, work under way included. */
  readonly nextDue: () => Promise<Date | undefined>
  /** Grows whenever a notification sets out or is over. */
  readonly notificationSteps: () => number
}

const payBody = z.object({
  redirectUrl: z.string(),
  wallet: z.string().optional(),
  outcome: z.enum(['success', 'decline', 'insufficient_balance', 'close']).default('success'),
})

const walletsBody = z.object({ off: z.array(z.string().refine(isWalletId, { error: 'is no wallet' })) })

const verdictBody = z.object({
  outcome: z.enum(['accept', 'refuse']),
  afterSeconds: z
    .number()
    .min(0)
    .max(366 * 86_400)
    .default(0),
  reason: z.string().min(1).max(256).default('the website cannot be opened'),
  required: z.boolean().default(false),
})

const keyBody = z.object({ clientId: z.string().min(1), keyVersion: z.string().min(1), publicKey: z.string().min(1) })

const codeOf = (redirectUrl: string): string => /\/cashier\/(\d+)/.exec(redirectUrl)?.[1] ?? ''

const text = (amount: Money) => ({
  currency: amount.currency,
  value: amount.minor.toString(),
  text: formatMoney(amount),
})

/** An order as the world knows it. */
const truthOf = (order: Order, now: Date) => ({
  paymentRequestId: order.paymentRequestId,
  paymentId: order.paymentId,
  phase: phaseOf(order, now),
  redirectUrl: order.terms.redirectUrl,
  amount: text(order.terms.amount),
  charged: text(chargedOf(order, now)),
  /** What Alipay+ pays for it, less what it takes for its refunds. */
  settles: text(netSettlementOf(order)),
  settlement: settlementOf(order),
  wallet: order.wallet && wallets[order.wallet].brand,
  placedAt: order.placedAt,
  expiresAt: order.expiresAt,
  paidAt: order.paidAt,
  cancelledAt: order.cancelledAt,
  refunds: order.refunds.map((refund) => ({
    ...refund,
    minor: refund.minor.toString(),
    settlement: refundSettlementOf(order, refund),
  })),
  disputes: order.disputes.map(truthOfDispute),
})

/** What makes the simulated world do things, and tells what is true in it: for tests, demos and other programs. */
export const serveControl = (server: FastifyInstance, needs: Needs): void => {
  const { orders, world, keys, faults, switches, walletUse } = needs

  server.post('/control/pay', async (request, reply) => {
    const wish = read(payBody, request.body, reply)
    if (wish === undefined) return reply
    const order = await orders.find({ code: codeOf(wish.redirectUrl) })
    if (order === undefined) return no(reply, 404, 'There is no order at this redirectUrl.')
    const offered = walletsFor(order.terms.amount.currency, order.terms.userRegion).filter(
      (id) => !switches.off().includes(id),
    )
    const wallet = wish.wallet ?? offered[0]
    if (wallet === undefined || !isWalletId(wallet) || !offered.includes(wallet)) {
      return no(reply, 400, `wallet: for ${order.terms.amount.currency} it is one of ${offered.join(', ')}.`)
    }
    const done = await walletUse.decide(order.code, wallet, wish.outcome)
    if (done === undefined) return no(reply, 404, 'There is no order at this redirectUrl.')
    if (!done.wasOpen) return no(reply, 409, `The order is ${phaseOf(done.order, world.now())}.`)
    return { outcome: wish.outcome, wallet: wallets[wallet].brand, paymentId: order.paymentId }
  })

  server.get('/control/fault-names', async () => ({
    known: Object.entries(faultNames).map(([name, { strikes, says }]) => ({ name, strikes, says })),
  }))
  server.get('/control/faults', async () => ({ faults: faults.read() }))
  server.put('/control/faults', async (request, reply) => {
    const wish = read(faultBody, request.body, reply)
    if (wish === undefined) return reply
    faults.set(wish.faults)
    return { faults: faults.read() }
  })

  server.get('/control/wallets', async () => ({ off: switches.off() }))
  server.put('/control/wallets', async (request, reply) => {
    const wish = read(walletsBody, request.body, reply)
    if (wish === undefined) return reply
    switches.switchOff(wish.off)
    return { off: switches.off() }
  })

  serveRegistrations(server, needs)

  server.get('/control/keys', async () => ({ alipayPlus: keys.published() }))
  server.put('/control/keys', async (request, reply) => {
    const key = read(keyBody, request.body, reply)
    if (key === undefined) return reply
    try {
      await keys.upload(key)
    } catch {
      return no(reply, 400, 'publicKey: is no RSA public key in base64.')
    }
    return { clientId: key.clientId, keyVersion: key.keyVersion }
  })

  serveOwnKeys(server, needs)

  server.get('/control/clock', async () => {
    const nextDue = (await needs.nextDue()) ?? null
    return { now: world.now(), nextDue, notificationSteps: needs.notificationSteps() }
  })

  server.get<{ Params: { paymentRequestId: string } }>('/control/orders/:paymentRequestId', async (request, reply) => {
    const order = await orders.find({ paymentRequestId: request.params.paymentRequestId })
    if (order === undefined) return no(reply, 404, 'There is no such order.')
    const notifications = await orders.notificationsOf(order.paymentRequestId)
    return { ...truthOf(order, world.now()), notifications }
  })
  server.get('/control/orders', async () => ({ orders: (await orders.all()).map((one) => truthOf(one, world.now())) }))
}

const ownKeyBody = z.object({ keyVersion: z.string().regex(/^\d{1,9}$/), use: z.boolean().default(false) })

/** Rotates the keys of Alipay+: another pair is made and published, and later put to use. */
const serveOwnKeys = (server: FastifyInstance, { keys }: Needs): void => {
  server.put('/control/own-keys', async (request, reply) => {
    const wish = read(ownKeyBody, request.body, reply)
    if (wish === undefined) return reply
    const { keyVersion, use } = wish
    if (use) return (await keys.use(keyVersion)) ? { keyVersion, use } : no(reply, 404, 'There is no such key.')
    return (await keys.make(keyVersion)) ?? no(reply, 409, 'This key version is there already.')
  })
}

/** What Alipay+ decides on the registrations that come next, and which there are. */
const serveRegistrations = (server: FastifyInstance, { registrations, verdicts }: Needs): void => {
  server.get('/control/registrations', async () => ({ next: verdicts.read(), registrations: await registrations.of() }))
  server.put('/control/registrations', async (request, reply) => {
    const wish = read(verdictBody, request.body, reply)
    if (wish === undefined) return reply
    const { outcome, afterSeconds, reason, required } = wish
    verdicts.set({ afterSeconds, required, refusedBecause: outcome === 'refuse' ? reason : undefined })
    return { next: verdicts.read() }
  })
}
