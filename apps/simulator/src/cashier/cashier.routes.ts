import { readerOf, sendPage, streamChanges } from '@silkgate/page'
import type { FastifyInstance } from 'fastify'
import { phaseOf } from '../order/order.ts'
import type { Orders } from '../order/orders.ts'
import { countryOf, type WalletSwitches, wallets, walletsFor } from '../wallet/wallets.ts'
import type { World } from '../world.ts'
import { cashierPage, cashierUnknownPage } from './cashier-page.ts'

type Needs = {
  readonly orders: Orders
  readonly world: World
  readonly publicUrl: string
  readonly switches: WalletSwitches
}
type ByCode = { Params: { code: string } }

/**
 * The page of Alipay+ on which a shopper picks a wallet or scans, and the stream that keeps it and the status page
 * true.
 */
export const serveCashier = (server: FastifyInstance, { orders, world, publicUrl, switches }: Needs): void => {
  server.get<ByCode>('/cashier/:code', async (request, reply) => {
    const reader = readerOf(request, reply)
    const order = await orders.find({ code: request.params.code })
    if (order === undefined) return sendPage(reply, cashierUnknownPage(reader), 404)
    const { code, terms } = order
    const now = world.now()
    const lastUsed = /(?:^|;\s*)wallet=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
    const page = cashierPage({
      ...reader,
      code,
      phase: phaseOf(order, now),
      merchantName: terms.merchantName,
      orderReference: terms.reference,
      description: terms.description,
      amount: terms.amount,
      now,
      expiresAt: order.expiresAt,
      wallets: walletsFor(terms.amount.currency, terms.userRegion, lastUsed)
        .filter((id) => !switches.off().includes(id))
        .map((id) => ({ id, brand: wallets[id].brand, country: countryOf(id, reader.language) })),
      qrUrl: `${publicUrl}/cashier/${code}`,
      openedIn: order.openedIn && wallets[order.openedIn].brand,
      statusUrl: `/status/${code}`,
      walletPath: (walletId) => `/wallet/${code}/${walletId}`,
      eventsUrl: `/cashier/${code}/events`,
    })
    return sendPage(reply, page)
  })

  server.get<ByCode>('/cashier/:code/events', async (request, reply) => {
    const { code } = request.params
    if ((await orders.find({ code })) === undefined) return reply.code(404).send()
    return streamChanges(request, reply, 'phase', async () => {
      const order = await orders.find({ code })
      return order && { phase: phaseOf(order, world.now()), openedIn: order.openedIn && wallets[order.openedIn].brand }
    })
  })
}
