import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CrashPoint, crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { type CheckoutBody, openCheckout, visit } from '../support/checkout.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { isOfCheckout } from './groups.ts'
import { crashAt } from './walk.ts'

/** Kills the gateway before and after every commit of a checkout, and while a consumer begins to pay in one. */
describe('a gateway that dies over a hosted checkout', () => {
  let sandbox: TestSandbox
  let shop: Shop
  before(async () => {
    sandbox = await aSandbox()
    shop = openShop(sandbox, demoShop)
  })
  after(() => sandbox?.close())

  const returnUrl = 'https://shop.example/back'
  const create = (key: string) => {
    const request = { order: anOrder(2499, 'HKD').order, hostedCheckoutSpecificInput: { returnUrl } }
    return shop.client.v1.hostedcheckouts.create(shop.merchantId, request, { idempotence: { key } })
  }
  const statusOf = async (id: string) => (await shop.client.v1.hostedcheckouts.get(shop.merchantId, id)).status
  const remove = async (id: string) => (await shop.client.v1.hostedcheckouts.remove(shop.merchantId, id)).status

  const points = crashPoints.filter(isOfCheckout)

  for (const point of points.filter((one) => one.endsWith('commit_intent'))) {
    test(`${point} opens it once`, async () => {
      await crashAt(sandbox, point, { during: () => create(point).catch(() => undefined) })
      await sandbox.startGateway()
      const answers = [await create(point), await create(point)].map(({ body }) => body as CheckoutBody)
      assert.equal(answers[0]?.partialRedirectUrl, answers[1]?.partialRedirectUrl)
      assert.equal(await statusOf(answers[0]?.hostedCheckoutId ?? ''), 200)
    })
  }

  for (const point of points.filter((one) => one.endsWith('commit_end'))) {
    test(`${point} deletes it, at the latest when asked again`, async () => {
      const { id } = await openCheckout(shop, { returnUrl })
      await crashAt(sandbox, point, { during: () => remove(id).catch(() => undefined) })
      await sandbox.startGateway()
      assert.equal(await remove(id), point.startsWith('after') ? 404 : 204)
      assert.equal(await statusOf(id), 404)
    })
  }

  for (const deed of ['create.commit_intent', 'create.call_pay', 'create.commit_outcome'] as const) {
    for (const point of [`before ${deed}`, `after ${deed}`] satisfies CrashPoint[]) {
      test(`${point}: the consumer pays once, in this payment or in the next`, async () => {
        const { id, link } = await openCheckout(shop, { returnUrl })
        const page = () => visit(sandbox, link)
        await crashAt(sandbox, point, {
          during: () =>
            page()
              .pay()
              .catch(() => undefined),
        })
        await sandbox.startGateway()
        const place = await until('a place to pay', async () => {
          const { text, attempts } = await page().read()
          if (attempts !== '') return page().pay()
          return /<a class="button" href="([^"]*\/cashier\/[^"]*)"/.exec(text)?.[1]
        })
        await payInWallet(sandbox, place)
        await until('the payment is complete', async () => (await page().read()).title === 'Payment complete')
        const found = await shop.client.v1.payments.find(shop.merchantId, { hostedCheckoutId: id })
        const statuses = (found.body as { payments: { status: string }[] }).payments.map(({ status }) => status)
        assert.equal(statuses.filter((status) => status === 'CAPTURED').length, 1, statuses.join())
        assert.ok(
          statuses.every((status) => ['CAPTURED', 'CANCELLED'].includes(status)),
          statuses.join(),
        )
      })
    }
  }
})
