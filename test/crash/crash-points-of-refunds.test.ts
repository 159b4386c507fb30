import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CrashPoint, crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { accountsOf } from '../support/books.ts'
import { addListener } from '../support/listening-shop.ts'
import { anOrder, openWebhookReceiver } from '../support/merchant.ts'
import { addSecondKey, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Refunded, type Shop } from '../support/shop.ts'
import { advance, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { isOfRefund } from './groups.ts'
import { crashAt } from './walk.ts'

const sold = 10_000
const givenBack = 4_000

/** Kills the gateway before and after every commit and call of a refund, and sees that the money goes back once. */
describe('a gateway that dies over a refund', () => {
  let sandbox: TestSandbox
  let shop: Shop
  let approver: Shop
  let webhooks: Awaited<ReturnType<typeof openWebhookReceiver>>
  before(async () => {
    sandbox = await aSandbox()
    const { identity, webhookKeys } = await addListener(sandbox, '4713')
    webhooks = await openWebhookReceiver(webhookKeys)
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4713', webhooks.url)
    shop = openShop(sandbox, identity)
    approver = openShop(sandbox, await addSecondKey(sandbox, '4713'))
  })
  after(async () => {
    await webhooks?.close()
    await sandbox?.close()
  })

  const captured = async (): Promise<string> => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(sold))
    await payInWallet(sandbox, redirectUrl)
    await until('the payment is captured', async () => (await shop.statusOf(paymentId)) === 'CAPTURED')
    return paymentId
  }
  const ask = (paymentId: string, key: string): Promise<Refunded | undefined> =>
    shop.refund(paymentId, { amountOfMoney: { amount: givenBack, currencyCode: 'EUR' } }, key).catch(() => undefined)
  const askUntilAnswered = (paymentId: string, key: string): Promise<Refunded> =>
    until('an answer to the repeated refund', async () => {
      const answer = await ask(paymentId, key)
      return answer?.status === 201 && answer
    })

  const survive = async (point: CrashPoint): Promise<void> => {
    const paymentId = await captured()
    const key = `refund at ${point}`
    const isDue = / refund\.(commit_claim|call_again|call_inquiry|commit_again)$/.test(point)
    if (isDue) {
      const refused = { name: 'refused', api: 'refund' } as const
      const thenNo = point.endsWith('call_inquiry') ? [refused] : []
      await setFaults(sandbox, { name: 'answer_lost', api: 'refund', times: 1 }, ...thenNo)
      await ask(paymentId, key)
    }
    await crashAt(sandbox, point, { during: () => (isDue ? advance(sandbox, 'PT5M') : ask(paymentId, key)) })
    await sandbox.startGateway()
    const { id } = await askUntilAnswered(paymentId, key)
    await advance(sandbox, 'PT10M')
    const refunds = (await truthOf(sandbox, paymentId))?.refunds ?? []
    assert.deepEqual(
      refunds.map(({ refundRequestId, minor }) => [refundRequestId, minor]),
      [[id, String(givenBack)]],
      'it went back once',
    )
    const { body } = await shop.client.v1.refunds.get(shop.merchantId, id, {})
    assert.equal((body as { status?: string }).status, 'REFUNDED')
    const left = BigInt(sold - givenBack)
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: left, pending: -left })
    await webhooks.until((received) =>
      received.some(({ body: event }) => event.type === 'refund.refunded' && event.refund?.id === id),
    )
    const told = webhooks.received.filter(({ body: event }) => event.refund?.id === id).map(({ body: event }) => event)
    const events = [...new Map(told.map((event) => [event.id, event.type])).values()].sort()
    assert.deepEqual(events, ['refund.refund_requested', 'refund.refunded'])
    await setFaults(sandbox)
  }

  for (const point of crashPoints.filter(isOfRefund).filter((one) => !one.includes('commit_decision'))) {
    test(`${point} gives the money back once`, () => survive(point))
  }

  for (const point of crashPoints.filter((one) => one.endsWith('refund.commit_decision'))) {
    test(`${point} approves it once, or not at all`, async () => {
      const text = 'update merchants set refunds_need_approval = $2 where merchant_id = $1'
      await sandbox.db.write('chore.set_up', { text, values: [shop.merchantId, true] })
      await sandbox.gateway().end('SIGTERM')
      await sandbox.startGateway()
      const paymentId = await captured()
      const { id, refundStatus } = await shop.refund(paymentId)
      assert.equal(refundStatus, 'PENDING_APPROVAL')
      const approve = () => approver.client.v1.refunds.approve(approver.merchantId, id, {}, {})
      await crashAt(sandbox, point, { during: () => approve().catch(() => undefined) })
      await sandbox.startGateway()
      const { status } = await approve()
      assert.equal(status, point.startsWith('after') ? 402 : 204)
      await advance(sandbox, 'PT1M')
      assert.equal(await shop.statusOf(paymentId), 'REFUNDED')
      assert.equal((await truthOf(sandbox, paymentId))?.refunds.length, 1)
      await sandbox.db.write('chore.set_up', { text, values: [shop.merchantId, false] })
    })
  }
})
