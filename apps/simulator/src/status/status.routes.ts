import { readerOf, sendPage } from '@silkgate/page'
import type { FastifyInstance } from 'fastify'
import { cashierUnknownPage } from '../cashier/cashier-page.ts'
import { phaseOf } from '../order/order.ts'
import type { Orders } from '../order/orders.ts'
import { wallets } from '../wallet/wallets.ts'
import type { World } from '../world.ts'
import { statusPage } from './status-page.ts'

type Needs = { readonly orders: Orders; readonly world: World }

/** The page of Alipay+ that says what became of the payment, before the consumer goes back to the merchant. */
export const serveStatus = (server: FastifyInstance, { orders, world }: Needs): void => {
  server.get<{ Params: { code: string } }>('/status/:code', async (request, reply) => {
    const reader = readerOf(request, reply)
    const order = await orders.find({ code: request.params.code })
    if (order === undefined) return sendPage(reply, cashierUnknownPage(reader), 404)
    const { code, terms } = order
    const now = world.now()
    const page = statusPage({
      ...reader,
      phase: phaseOf(order, now),
      merchantName: terms.merchantName,
      orderReference: terms.reference,
      amount: terms.amount,
      paymentId: order.paymentId,
      walletBrand: order.wallet && wallets[order.wallet].brand,
      paidAt: order.paidAt,
      expiresAt: order.expiresAt,
      now,
      backUrl: terms.redirectUrl,
      cashierUrl: `/cashier/${code}`,
      eventsUrl: `/cashier/${code}/events`,
    })
    return sendPage(reply, page)
  })
}
