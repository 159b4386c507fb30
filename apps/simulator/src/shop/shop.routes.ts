import { sendPage, streamChanges } from '@silkgate/page'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { World } from '../world.ts'
import { buy } from './buy.ts'
import { hearReturn, hearWebhook } from './hear.ts'
import { shopCountries } from './order-page.ts'
import type { ShopOrderState } from './order-state.ts'
import { type Product, productImage, products, shopPaths } from './products.ts'
import { referenceOf, type ShopEvent, type ShopOrder, type ShopOrders } from './shop-orders.ts'
import { cataloguePage, orderPage, orderStatusPage, shopProblemPage } from './shop-pages.ts'

type Needs = {
  readonly shopOrders: ShopOrders
  readonly world: World
  readonly publicUrl: string
  readonly gatewayUrl: string
}

const statesOf: Readonly<Record<string, ShopOrderState>> = {
  CREATED: 'created',
  REDIRECTED: 'waiting',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
  CAPTURED: 'captured',
  PAID: 'paid',
  REFUNDED: 'refunded',
}
/**
 * Webhooks may come in any order; of two states the later one in a payment's life counts. On the hosted checkout an order
 * may be paid after a payment that was not made.
 */
const lifeOrder = Object.keys(statesOf)

const stateOf = (order: ShopOrder, events: readonly ShopEvent[]): ShopOrderState => {
  const heard = events.flatMap(({ status }) => (status === undefined ? [] : [lifeOrder.indexOf(status)]))
  const latest = statesOf[lifeOrder[Math.max(-1, ...heard)] ?? '']
  if (latest !== undefined && latest !== 'created') return latest
  if (order.problem !== undefined) return 'failed'
  return order.payUrl === undefined ? 'created' : 'waiting'
}

const productOf = (id: string): Product | undefined => products.find((product) => product.id === id)
const shown = (product: Product) => ({ ...product, imageUrl: shopPaths.image(product.id) })
const isToken = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f-]{36}$/.test(text)

const problemsOf = (form: Readonly<Record<string, string>>): Record<string, string> => ({
  ...((form.name ?? '').length > 60 ? { name: 'Enter a name of at most 60 characters' } : {}),
  ...(shopCountries.some(([code]) => code === form.country) ? {} : { country: 'Choose your country' }),
  ...(isToken(form.token) ? {} : { token: 'This form is not complete. Open the product again.' }),
})

const notFound = (reply: FastifyReply) =>
  sendPage(
    reply,
    shopProblemPage({ heading: 'Page not found', says: 'The shop has nothing at this address.', reference: undefined }),
    404,
  )

/** The demo shop: sells with the official SDK, verifies what comes back, and shows an order's way as it happens. */
export const serveShop = (server: FastifyInstance, needs: Needs): void => {
  const { shopOrders, world } = needs
  const [order, webhook, back] = [buy(needs), hearWebhook(needs), hearReturn(needs)]

  // Forms lead on to the address that Alipay+ knows, and browsers let a form lead to its own host alone.
  const home = new URL(needs.publicUrl)
  const { protocol, port } = new URL(needs.gatewayUrl)
  const hostedPages = `${protocol}//payment.localhost:${port}`
  server.addHook('onRequest', async (request, reply) => {
    const isPage =
      request.method === 'GET' && request.url.startsWith('/shop/') && !request.url.startsWith('/shop/webhooks')
    if (isPage && request.host !== home.host) return reply.redirect(`${home.origin}${request.url}`)
  })

  server.get('/shop', async (_request, reply) => reply.redirect(shopPaths.catalogue))
  server.get(shopPaths.catalogue, async (_request, reply) => {
    const recent = await Promise.all(
      (await shopOrders.recent(10)).map(async (one) => {
        const product = productOf(one.productId)
        const state = stateOf(one, await shopOrders.eventsOf(one.orderId))
        return product && { id: one.orderId, name: product.name, amount: product.price, state }
      }),
    )
    const orders = recent.filter((one) => one !== undefined)
    return sendPage(reply, cataloguePage({ products: products.map(shown), orders }))
  })
  server.get<{ Params: { file: string } }>('/shop/images/:file', async (request, reply) => {
    const image = productImage(request.params.file.replace(/\.svg$/, ''))
    return image === undefined ? notFound(reply) : reply.type('image/svg+xml').send(image)
  })

  server.get<{ Params: { id: string } }>('/shop/products/:id', async (request, reply) => {
    const product = productOf(request.params.id)
    if (product === undefined) return notFound(reply)
    const form = { errors: {}, values: {}, action: shopPaths.product(product.id), token: world.newId() }
    return sendPage(reply, orderPage({ product: shown(product), ...form }), 200, [hostedPages])
  })
  server.post<{ Params: { id: string }; Body: Record<string, string> | undefined }>(
    '/shop/products/:id',
    async (request, reply) => {
      const product = productOf(request.params.id)
      if (product === undefined) return notFound(reply)
      const form = request.body ?? {}
      const errors = problemsOf(form)
      if (Object.keys(errors).length > 0) {
        const token = isToken(form.token) ? form.token : world.newId()
        const again = { errors, values: form, action: shopPaths.product(product.id), token }
        return sendPage(reply, orderPage({ product: shown(product), ...again }), 422, [hostedPages])
      }
      const { token: orderId = '', country = '' } = form
      const isHosted = form.page === 'hosted'
      const userAgent = request.headers['user-agent']
      const bought = await order({ orderId, product, country, isHosted, userAgent })
      return reply.redirect(bought.payUrl ?? shopPaths.order(orderId), 303)
    },
  )

  server.get<{ Params: { id: string }; Querystring: Record<string, unknown> }>(
    '/shop/orders/:id/return',
    async (request, reply) => {
      const found = await shopOrders.find({ orderId: request.params.id })
      if (found === undefined) return notFound(reply)
      await back(found, request.query)
      return reply.redirect(shopPaths.order(found.orderId), 303)
    },
  )
  server.get<{ Params: { id: string } }>('/shop/orders/:id', async (request, reply) => {
    const found = await shopOrders.find({ orderId: request.params.id })
    const product = found && productOf(found.productId)
    if (found === undefined || product === undefined) return notFound(reply)
    const events = await shopOrders.eventsOf(found.orderId)
    const state = stateOf(found, events)
    const page = orderStatusPage({
      id: referenceOf(found.orderId),
      product: { name: product.name, imageUrl: shopPaths.image(product.id) },
      amount: product.price,
      createdAt: found.createdAt,
      state,
      paymentId: found.paymentId,
      payUrl: state === 'waiting' ? found.payUrl : undefined,
      timeline: events,
      underTheHood: found.exchange,
      eventsUrl: `${shopPaths.order(found.orderId)}/events`,
      problem: found.problem,
    })
    return sendPage(reply, page)
  })
  server.get<{ Params: { id: string } }>('/shop/orders/:id/events', async (request, reply) => {
    const found = await shopOrders.find({ orderId: request.params.id })
    if (found === undefined) return notFound(reply)
    return streamChanges(request, reply, 'order', async () => {
      const events = await shopOrders.eventsOf(found.orderId)
      return { state: stateOf(found, events), events: events.length }
    })
  })

  server.post('/shop/webhooks', async (request, reply) => {
    const taken = await webhook(String(request.body ?? ''), request.headers)
    return reply.code(taken ? 200 : 403).send()
  })
  server.get('/shop/webhooks', async (request, reply) =>
    reply.type('text/plain').send(String(request.headers['x-gcs-webhooks-endpoint-verification'] ?? '')),
  )
}
