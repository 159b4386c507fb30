import { readerOf, sendPage } from '@silkgate/page'
import type { FastifyInstance } from 'fastify'
import { cashierUnknownPage } from '../cashier/cashier-page.ts'
import { type Faults, faultNames } from '../fault/faults.ts'
import { type Outcome, phaseOf } from '../order/order.ts'
import type { Orders } from '../order/orders.ts'
import type { World } from '../world.ts'
import { inWallet, type WalletUse } from './use-wallet.ts'
import { walletPage } from './wallet-page.ts'
import { countryOf, isWalletId, type WalletSwitches, wallets, walletsFor } from './wallets.ts'

type Needs = {
  readonly publicUrl: string
  readonly orders: Orders
  readonly world: World
  readonly faults: Faults
  readonly switches: WalletSwitches
  readonly walletUse: WalletUse
}

type ByWallet = { Params: { code: string; wallet: string }; Querystring: { closed?: string } }

const outcomes: readonly string[] = ['success', 'decline', 'insufficient_balance', 'close'] satisfies Outcome[]
const isOutcome = (text: unknown): text is Outcome => typeof text === 'string' && outcomes.includes(text)

/** The wallet on the consumer's phone: shows the order, and does what the consumer decides. */
export const serveWallet = (server: FastifyInstance, needs: Needs): void => {
  const { publicUrl, orders, world, faults, switches, walletUse } = needs
  const find = async ({ code, wallet }: ByWallet['Params']) => {
    const order = await orders.find({ code })
    if (order === undefined || !isWalletId(wallet) || switches.off().includes(wallet)) return undefined
    const { amount, userRegion } = order.terms
    return walletsFor(amount.currency, userRegion).includes(wallet) ? { order, wallet } : undefined
  }

  server.get<ByWallet>('/wallet/:code/:wallet', async (request, reply) => {
    const found = await find(request.params)
    const reader = readerOf(request, reply)
    if (found === undefined) return sendPage(reply, cashierUnknownPage(reader), 404)
    const { order, wallet } = found
    const closedWithoutAnswer = request.query.closed !== undefined
    if (!closedWithoutAnswer) await walletUse.open(order.code, wallet)
    const { terms, code } = order
    const now = world.now()
    const converted = inWallet(terms.amount, wallet, reader.language)
    const page = walletPage({
      ...reader,
      code,
      wallet: { id: wallet, brand: wallets[wallet].brand, country: countryOf(wallet, reader.language) },
      phase: phaseOf(order, now),
      merchantName: terms.merchantName,
      orderReference: terms.reference,
      description: terms.description,
      amount: terms.amount,
      walletAmount: converted.amount,
      rate: converted.rate,
      now,
      expiresAt: order.expiresAt,
      action: `/wallet/${code}/${wallet}`,
      qrUrl: `${publicUrl}/wallet/${code}/${wallet}`,
      statusUrl: `/status/${code}`,
      closedWithoutAnswer,
      faults: faults.inForceFor(order.paymentRequestId).map((name) => `${name}: ${faultNames[name].says}`),
    })
    return sendPage(reply, page)
  })

  server.post<ByWallet & { Body: { outcome?: unknown } }>('/wallet/:code/:wallet', async (request, reply) => {
    const found = await find(request.params)
    const outcome = request.body?.outcome
    if (found === undefined || !isOutcome(outcome))
      return sendPage(reply, cashierUnknownPage(readerOf(request, reply)), 404)
    const { order, wallet } = found
    const done = await walletUse.decide(order.code, wallet, outcome)
    const isClosed = outcome === 'close' && done?.wasOpen === true
    reply.header('Set-Cookie', `wallet=${wallet}; Path=/cashier; Max-Age=31536000; HttpOnly; SameSite=Lax`)
    return reply.redirect(isClosed ? `/wallet/${order.code}/${wallet}?closed` : `/status/${order.code}`, 303)
  })
}
