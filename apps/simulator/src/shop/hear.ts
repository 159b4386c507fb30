import connectSdk from 'connect-sdk-nodejs'
import type { World } from '../world.ts'
import { sdkOf, shopAccount } from './buy.ts'
import type { ShopOrder, ShopOrders } from './shop-orders.ts'

type Needs = { readonly shopOrders: ShopOrders; readonly world: World }

const helper = connectSdk.webhooks.v1.init({
  getSecretKey: async (keyId) => {
    if (keyId === shopAccount.webhooksKeyId) return shopAccount.webhooksSecret
    throw new Error(`The shop has no webhooks key "${keyId}".`)
  },
})

/**
 * Takes a webhook: verified by the SDK's own helper, kept once however often it comes. Answers false when its signature
 * is wrong; a webhook about an order that the shop does not have is taken and left.
 */
export const hearWebhook =
  ({ shopOrders, world }: Needs) =>
  async (body: string, headers: Readonly<Record<string, string | string[] | undefined>>): Promise<boolean> => {
    try {
      const event = await helper.unmarshal(body, { ...headers })
      const reference = event.payment?.paymentOutput?.references?.merchantReference
      const order = reference ? await shopOrders.find({ reference }) : undefined
      if (order === undefined || !event.id) return true
      // Any other order learns its payment from the answer to its create call, which a webhook may come before.
      if (order.hostedCheckoutId !== undefined && order.paymentId === undefined && event.payment?.id) {
        await shopOrders.save({ ...order, paymentId: event.payment.id })
      }
      await shopOrders.addEvent(order.orderId, {
        eventId: event.id,
        at: world.now(),
        what: `Webhook ${event.type}`,
        detail: `event ${event.id}`,
        verified: true,
        status: event.payment?.status ?? undefined,
      })
      return true
    } catch {
      return false
    }
  }

/**
 * Notes that the customer came back, and whether the RETURNMAC is the one that the payment was made with. What became of
 * a hosted checkout is asked.
 */
export const hearReturn = ({ shopOrders, world, gatewayUrl }: Needs & { readonly gatewayUrl: string }) => {
  const sdk = sdkOf(gatewayUrl)

  const askAbout = async (order: ShopOrder, hostedCheckoutId: string): Promise<void> => {
    const { body, isSuccess } = await sdk.v1.hostedcheckouts.get(shopAccount.merchantId, hostedCheckoutId)
    if (!isSuccess) return
    const paymentId = body.createdPaymentOutput?.payment?.id
    if (paymentId) await shopOrders.save({ ...order, paymentId })
    else if (body.status === 'CANCELLED_BY_CONSUMER')
      await shopOrders.save({ ...order, payUrl: undefined, problem: 'You cancelled. Nothing was charged.' })
  }

  return async (order: ShopOrder, query: Readonly<Record<string, unknown>>): Promise<void> => {
    const { returnMac, hostedCheckoutId, paymentId } = order
    const isThisOne =
      hostedCheckoutId === undefined ? query.REF === paymentId : query.hostedCheckoutId === hostedCheckoutId
    const verified = returnMac !== undefined && query.RETURNMAC === returnMac && isThisOne
    await shopOrders.addEvent(order.orderId, {
      eventId: verified ? 'return' : `return with another RETURNMAC ${String(query.RETURNMAC).slice(0, 40)}`,
      at: world.now(),
      what: 'Customer came back',
      detail: verified ? 'RETURNMAC is the one of this payment' : 'RETURNMAC is not the one of this payment',
      verified,
      status: undefined,
    })
    // Where the question fails, the webhook tells.
    if (verified && hostedCheckoutId !== undefined) await askAbout(order, hostedCheckoutId).catch(() => undefined)
  }
}
