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
  /** Whether the customer pays on the hosted checkout, or chooses Alipay+ here. */
  readonly isHosted: boolean
  readonly userAgent: string | undefined
}

type Begun = Pick<ShopOrder, 'paymentId' | 'hostedCheckoutId' | 'payUrl' | 'returnMac' | 'problem'> & {
  readonly status: number
  readonly body: unknown
}

const refusalIn = (body: { errors?: { message?: string | null }[] | null } | null): string =>
  `${body?.errors?.[0]?.message ?? 'The payment was refused.'} Nothing was charged.`

/** How often an order that is being sent twice is asked about. */
const patience = 40

/** The official Connect SDK, unchanged: only the host is another. */
export const sdkOf = (gatewayUrl: string) => {
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

const createRequest = ({ orderId, product, country, userAgent, isHosted }: Wish, publicUrl: string) => {
  const { price, name } = product
  const amountOfMoney = { amount: Number(toConnectAmount(price)), currencyCode: price.currency }
  const returnUrl = `${publicUrl}${shopPaths.order(orderId)}/return`
  const item = { orderLineDetails: { productName: name, quantity: 1, lineAmountTotal: amountOfMoney.amount } }
  const order = {
    amountOfMoney,
    customer: {
      billingAddress: { countryCode: country },
      ...(userAgent === undefined ? {} : { device: { userAgent } }),
    },
    references: { merchantReference: referenceOf(orderId), descriptor: name },
    ...(isHosted ? { shoppingCart: { items: [item] } } : {}),
  }
  if (isHosted) return { order, hostedCheckoutSpecificInput: { returnUrl, variant: '105', returnCancelState: true } }
  return { order, redirectPaymentMethodSpecificInput: { paymentProductId: 866, redirectionData: { returnUrl } } }
}

/**
 * Orders a product and begins to pay for it. The order's id is the idempotence key, so that a form that is sent twice
 * makes one payment, and a repeat after a failure does no harm. Never throws for what the gateway does: that becomes
 * the order's `problem`.
 */
export const buy = ({ shopOrders, world, publicUrl, gatewayUrl }: Needs) => {
  const sdk = sdkOf(gatewayUrl)
  const pagesScheme = `${new URL(gatewayUrl).protocol}//`
  /** The same order may be sent twice at once: the first of the two is on its way, and its answer is ours too. */
  const untilAnswered = async <Answer extends { status: number }>(send: () => Promise<Answer>): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      const response = await send()
      if (response.status !== 409 || attempt === patience) return response
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }

  const payments = async ({ orderId, request }: ShopOrder): Promise<Begun> => {
    const context = { idempotence: { key: orderId } }
    const send = () => sdk.v1.payments.create(shopAccount.merchantId, JSON.parse(request), context)
    const { status, body, isSuccess } = await untilAnswered(send)
    const payment = isSuccess ? body.payment : body?.paymentResult?.payment
    const redirect = isSuccess ? body.merchantAction?.redirectData : undefined
    return {
      ...{ status, body, problem: isSuccess ? undefined : refusalIn(body) },
      ...{ paymentId: payment?.id ?? undefined, hostedCheckoutId: undefined },
      ...{ payUrl: redirect?.redirectURL ?? undefined, returnMac: redirect?.RETURNMAC ?? undefined },
    }
  }

  const hostedcheckouts = async ({ orderId, request }: ShopOrder): Promise<Begun> => {
    const context = { idempotence: { key: orderId } }
    const send = () => sdk.v1.hostedcheckouts.create(shopAccount.merchantId, JSON.parse(request), context)
    const { status, body, isSuccess } = await untilAnswered(send)
    const made = isSuccess ? body : {}
    return {
      ...{ status, body, problem: isSuccess ? undefined : refusalIn(body) },
      ...{ paymentId: undefined, hostedCheckoutId: made.hostedCheckoutId ?? undefined },
      payUrl: made.partialRedirectUrl ? `${pagesScheme}payment.${made.partialRedirectUrl}` : undefined,
      returnMac: made.RETURNMAC ?? undefined,
    }
  }

  const pay = async (order: ShopOrder, isHosted: boolean): Promise<ShopOrder> => {
    const create = `client.v1.${isHosted ? 'hostedcheckouts' : 'payments'}.create`
    const call = `${create}('${shopAccount.merchantId}', request, { idempotence: { key: '${order.orderId}' } })`
    const begun = { call, request: order.request }
    try {
      const { status, body, ...made } = await (isHosted ? hostedcheckouts : payments)(order)
      return { ...order, ...made, exchange: { ...begun, status, answer: JSON.stringify(body, null, 2) } }
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
      hostedCheckoutId: undefined,
      returnMac: undefined,
      payUrl: undefined,
      problem: undefined,
      exchange: undefined,
    }
    const order = await shopOrders.create(fresh)
    if (order.paymentId !== undefined || order.hostedCheckoutId !== undefined) return order
    const after = await pay(order, wish.isHosted)
    await shopOrders.save(after)
    return after
  }
}
