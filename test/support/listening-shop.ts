import { anOrder, openWebhookReceiver, type ReceivedWebhook } from './merchant.ts'
import { addShop, silkgate, type TestSandbox } from './sandbox.ts'
import { type Created, openShop } from './shop.ts'
import { until } from './until.ts'

/** Makes a merchant with a webhooks key, and says what to verify its webhooks with. */
export const addListener = async (sandbox: TestSandbox, merchantId: string) => {
  const identity = await addShop(sandbox, merchantId)
  const [key] = await silkgate(sandbox, 'webhook-key', 'add', merchantId)
  return { identity, webhookKeys: { [String(key?.keyId)]: String(key?.secret) } }
}

/** A merchant of the test's own, whose endpoint hears of everything. */
export const openListeningShop = async (sandbox: TestSandbox, merchantId: string) => {
  const { identity, webhookKeys } = await addListener(sandbox, merchantId)
  const webhooks = await openWebhookReceiver(webhookKeys)
  await silkgate(sandbox, 'webhook-endpoint', 'add', merchantId, webhooks.url)
  return { ...openShop(sandbox, identity), webhooks }
}

export type ListeningShop = Awaited<ReturnType<typeof openListeningShop>>

/** Something sold at an amount that nothing else has, so that whatever belongs to it can be found by it. */
export type Sale = { readonly amount: number; readonly key: string }

let sold = 0

export const aSale = (): Sale => {
  sold++
  return { amount: 1000 + sold, key: `sale-${sold}` }
}

/** Asks for the payment of a sale; undefined when no answer came. Asking again is the same request, key and all. */
export const ask = (shop: ListeningShop, { amount, key }: Sale): Promise<Created | undefined> =>
  shop.create(anOrder(amount), key).catch(() => undefined)

/** Asks, and asks again, until the answer sends the consumer to Alipay+; gives the place. */
export const askForRedirect = (shop: ListeningShop, sale: Sale): Promise<string> =>
  until(`a redirect for the sale of ${sale.amount}`, async () => (await ask(shop, sale))?.redirectUrl)

type Event = ReceivedWebhook['body']

const amountOf = (event: Event): unknown =>
  (event.payment as unknown as { paymentOutput: { amountOfMoney: { amount: number } } } | undefined)?.paymentOutput
    .amountOfMoney.amount

/** Every webhook that came about a sale, as often as it came. */
export const webhooksOf = ({ webhooks }: ListeningShop, { amount }: Sale): Event[] =>
  webhooks.received.map(({ body }) => body).filter((event) => amountOf(event) === amount)

/** The events of a sale, each once, in the order in which they happened: their ids are made in it. */
export const eventsOf = (shop: ListeningShop, sale: Sale): Event[] =>
  [...new Map(webhooksOf(shop, sale).map((event) => [event.id, event])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
