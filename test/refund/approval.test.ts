import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { accountsOf } from '../support/books.ts'
import { anOrder, openWebhookReceiver } from '../support/merchant.ts'
import { addSecondKey, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

describe('where refunds need approval', () => {
  let sandbox: TestSandbox
  let maker: Shop
  let checker: Shop
  let webhooks: Awaited<ReturnType<typeof openWebhookReceiver>>
  before(async () => {
    sandbox = await aSandbox()
    const terms = ['--name', 'Careful', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']
    await silkgate(sandbox, 'merchant', 'add', '88', ...terms, '--refunds-need-approval')
    const [key] = await silkgate(sandbox, 'webhook-key', 'add', '88')
    webhooks = await openWebhookReceiver({ [String(key?.keyId)]: String(key?.secret) })
    await silkgate(sandbox, 'webhook-endpoint', 'add', '88', webhooks.url)
    maker = openShop(sandbox, await addSecondKey(sandbox, '88'))
    checker = openShop(sandbox, await addSecondKey(sandbox, '88'))
  })
  after(async () => {
    await webhooks.close()
    await sandbox.close()
  })

  const asked = async () => {
    const { paymentId, redirectUrl } = await maker.redirected(anOrder(5_000))
    await payInWallet(sandbox, redirectUrl)
    await until('the payment is captured', async () => (await maker.statusOf(paymentId)) === 'CAPTURED')
    const references = { merchantReference: 'RETURN-7' }
    const refund = await maker.refund(paymentId, { refundReferences: references }, `key ${paymentId}`)
    return { paymentId, refund }
  }
  const statusOf = async (id: string) => {
    const { body } = await maker.client.v1.refunds.get('88', id, {})
    return (body as { status?: string }).status
  }
  const eventsAbout = (id: string) =>
    webhooks.received.filter(({ body }) => body.refund?.id === id).map(({ body }) => body.type)

  test('a refund waits, is counted already, and nothing is sent', async () => {
    const { paymentId, refund } = await asked()
    assert.deepEqual([refund.status, refund.refundStatus], [201, 'PENDING_APPROVAL'])
    const { statusOutput } = refund.body as { statusOutput: { statusCode: number; isCancellable: boolean } }
    assert.deepEqual([statusOutput.statusCode, statusOutput.isCancellable], [600, true])
    await advance(sandbox, 'P1D')
    assert.equal((await truthOf(sandbox, paymentId))?.charged.value, '5000')
    assert.equal((await maker.payment(paymentId)).statusOutput?.isRefundable, false)
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 5_000n, refunds_in_flight: -5_000n })
  })

  test('who asked cannot approve; another key can, once, and the merchant is told each step', async () => {
    const { paymentId, refund } = await asked()
    const own = await maker.client.v1.refunds.approve('88', refund.id, {}, {})
    assert.equal(own.status, 402)
    assert.match(JSON.stringify(own.body), /another API key than the one that asked/)
    const context = { idempotence: { key: `approve ${refund.id}` } }
    for (const turn of ['first', 'repeat']) {
      const { status, body } = await checker.client.v1.refunds.approve('88', refund.id, {}, context)
      assert.deepEqual([status, body], [204, null], turn)
    }
    await until('the refund is REFUNDED', async () => (await statusOf(refund.id)) === 'REFUNDED')
    assert.equal((await checker.client.v1.refunds.approve('88', refund.id, {}, {})).status, 402)
    assert.equal((await checker.client.v1.refunds.cancel('88', refund.id, {})).status, 402)
    assert.equal((await checker.client.v1.refunds.cancelapproval('88', refund.id, {})).status, 402)
    assert.equal((await truthOf(sandbox, paymentId))?.charged.value, '0')
    await webhooks.until(() => eventsAbout(refund.id).includes('refund.refunded'))
    assert.deepEqual(
      new Set(eventsAbout(refund.id)),
      new Set(['refund.pending_approval', 'refund.refund_requested', 'refund.refunded']),
    )
    for (const { body } of webhooks.received) assertConnectShape('WebhooksEvent', body)
    const told = webhooks.received.find(
      ({ body }) => body.type === 'refund.pending_approval' && body.refund?.id === refund.id,
    )
    assert.equal(told?.body.refund?.status, 'PENDING_APPROVAL', 'as it was then')
    await webhooks.until((received) => received.some(({ body }) => body.type === 'payment.refunded'))
  })

  test('a refund that waits can be cancelled, and all of it can be refunded again', async () => {
    const { paymentId, refund } = await asked()
    assert.equal((await maker.client.v1.refunds.cancel('88', refund.id, {})).status, 204)
    assert.equal(await statusOf(refund.id), 'CANCELLED')
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 5_000n, pending: -5_000n })
    assert.equal((await maker.payment(paymentId)).statusOutput?.isRefundable, true)
    assert.equal((await checker.client.v1.refunds.approve('88', refund.id, {}, {})).status, 402)
    await webhooks.until(() => eventsAbout(refund.id).includes('refund.cancelled'))
  })

  test('a repeat with the same key is answered as the first was', async () => {
    const { paymentId, refund } = await asked()
    const body = { refundReferences: { merchantReference: 'RETURN-7' } }
    const replay = await maker.refund(paymentId, body, `key ${paymentId}`)
    assert.deepEqual([replay.status, replay.body], [201, refund.body])
    assert.ok(replay.firstRequestAt)
  })
})
