import { toConnectAmount } from '@silkgate/domain'
import connectSdk from 'connect-sdk-nodejs'
import type { World } from '../world.ts'
import { type Product, shopPaths } from './products.ts'
import { referenceOf, type ShopOrder, type ShopOrders } from './shop-orders.ts'

/** The shop's account at its payment service provider: the sandbox's published identity of merchant 1234. */
export const shopAccount = {
  merchantId: '1234',
  apiKeyId: 'sandbox-key-id',
  secretApiKey: 'sandbox-secret-api-key',
  webhooksKeyId: 'sandbox-webhooks-key',
  webhooksSecret: 'sandbox-webhooks-secret',
} as const

type Needs = {
  readonly shopOrders: ShopOrders
  readonly world: World
  readonly publicUrl: string
  readonly gatewayUrl: string
}

type Wish = {
  readonly orderId: string
  readonly product: Product
  readonly country: string
  readonly userAgent: string | undefined
}

/** How often an order that is being sent twice is asked about. */
const patience = 40

/** The official Connect SDK, unchanged: only the host is another. */
const sdkOf = (gatewayUrl: string) => {
  const { hostname, port, protocol } = new URL(gatewayUrl)
  return connectSdk.init({
    host: hostname,
    scheme: protocol === 'https:' ? 'https' : 'http',
    port: Number(port),
    apiKeyId: shopAccount.apiKeyId,
    secretApiKey: shopAccount.secretApiKey,
    integrator: 'silkgate demo shop',
  })
}

const createRequest = ({ orderId, product, country, userAgent }: Wish, publicUrl: string) => ({
  order: {
    amountOfMoney: { amount: Number(toConnectAmount(product.price)), currencyCode: product.price.currency },
    customer: {
      billingAddress: { countryCode: country },
      ...(userAgent === undefined ? {} : { device: { userAgent } }),
    },
    references: { merchantReference: referenceOf(orderId), descriptor: product.name },
  },
  redirectPaymentMethodSpecificInput: {
    paymentProductId: 866,
    redirectionData: { returnUrl: `${publicUrl}${shopPaths.order(orderId)}/return` },
  },
})

/**
 * Orders a product and begins to pay for it. The order's id is the idempotence key, so that a form that is sent twice
 * makes one payment, and a repeat after a failure does no harm. Never throws for what the gateway does: that becomes
 * the order's `problem`.
 */
export const buy = ({ shopOrders, world, publicUrl, gatewayUrl }: Needs) => {
  const sdk = sdkOf(gatewayUrl)
  const create = async ({ orderId, request }: ShopOrder) => {
    const context = { idempotence: { key: orderId } }
    for (let attempt = 1; ; attempt++) {
      const response = await sdk.v1.payments.create(shopAccount.merchantId, JSON.parse(request), context)
      // The same order was sent twice at once: the first of the two is on its way, and its answer is ours too.
      if (response.status !== 409 || attempt === patience) return response
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }

  const pay = async (order: ShopOrder): Promise<ShopOrder> => {
    const call = `client.v1.payments.create('${shopAccount.merchantId}', request, { idempotence: { key: '${order.orderId}' } })`
    const begun = { call, request: order.request }
    try {
      const response = await create(order)
      const exchange = { ...begun, status: response.status, answer: JSON.stringify(response.body, null, 2) }
      if (!response.isSuccess) {
        const payment = response.body?.paymentResult?.payment
        const says = response.body?.errors?.[0]?.message ?? 'The payment was refused.'
        return { ...order, exchange, paymentId: payment?.id ?? undefined, problem: `${says} Nothing was charged.` }
      }
      const { payment, merchantAction } = response.body
      const redirect = merchantAction?.redirectData
      const begunAt = { payUrl: redirect?.redirectURL ?? undefined, returnMac: redirect?.RETURNMAC ?? undefined }
      return { ...order, exchange, paymentId: payment?.id ?? undefined, ...begunAt, problem: undefined }
    } catch (error) {
      const exchange = { ...begun, status: 0, answer: String(error) }
      return { ...order, exchange, problem: 'The shop could not reach its payment provider. Nothing was charged.' }
    }
  }

  return async (wish: Wish): Promise<ShopOrder> => {
    const fresh: ShopOrder = {
      orderId: wish.orderId,
      productId: wish.product.id,
      createdAt: world.now(),
      request: JSON.stringify(createRequest(wish, publicUrl), null, 2),
      paymentId: undefined,
      returnMac: undefined,
      payUrl: undefined,
      problem: undefined,
      exchange: undefined,
    }
    const order = await shopOrders.create(fresh)
    if (order.paymentId !== undefined) return order
    const after = await pay(order)
    await shopOrders.save(after)
    return after
  }
}
