import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { accountsOf, assertBooksAreTrue, exceptionsOf } from '../support/books.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

describe('a refund', () => {
  let sandbox: TestSandbox
  let shop: Shop
  before(async () => {
    sandbox = await aSandbox()
    shop = openShop(sandbox, demoShop)
  })
  after(() => sandbox.close())

  const captured = async (amount = 10_000, currency = 'EUR') => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount, currency))
    await payInWallet(sandbox, redirectUrl)
    await until('the payment is captured', async () => (await shop.statusOf(paymentId)) === 'CAPTURED')
    return paymentId
  }
  const charged = async (paymentId: string) => (await truthOf(sandbox, paymentId))?.charged.value
  const part = (amount: number, currencyCode = 'EUR') => ({ amountOfMoney: { amount, currencyCode } })

  test('of everything needs no body, and the payment is REFUNDED', async () => {
    const paymentId = await captured()
    const before = await shop.payment(paymentId)
    assert.equal(before.statusOutput?.isRefundable, true)
    const refund = await shop.refund(paymentId)
    assert.deepEqual([refund.status, refund.refundStatus], [201, 'REFUNDED'])
    assertConnectShape('RefundResponse', refund.body)
    const payment = await shop.payment(paymentId)
    assertConnectShape('PaymentResponse', payment)
    const { status, statusOutput, paymentOutput } = payment
    assert.deepEqual([status, statusOutput?.statusCode, statusOutput?.isRefundable], ['REFUNDED', 1800, false])
    assert.equal((paymentOutput as { amountRefunded?: number }).amountRefunded, 10_000)
    assert.equal(await charged(paymentId), '0')
    assert.deepEqual(await accountsOf(sandbox, paymentId), {})
  })

  test('may be of a part, several times, until all has gone back', async () => {
    const paymentId = await captured()
    for (const amount of [2_500, 1]) {
      const { status, refundStatus } = await shop.refund(paymentId, part(amount))
      assert.deepEqual([status, refundStatus], [201, 'REFUNDED'])
    }
    const payment = await shop.payment(paymentId)
    assert.deepEqual([payment.status, payment.statusOutput?.isRefundable], ['CAPTURED', true])
    const tooMuch = await shop.refund(paymentId, part(7_500))
    assert.deepEqual([tooMuch.status, tooMuch.propertyName], [400, 'amountOfMoney.amount'])
    assert.match(tooMuch.message, /At most 74\.99 EUR/)
    const rest = await shop.refund(paymentId)
    assert.equal(rest.amount, 7_499)
    assert.equal(await shop.statusOf(paymentId), 'REFUNDED')
    const { body } = await shop.client.v1.payments.refunds('1234', paymentId, {})
    assertConnectShape('RefundsResponse', body)
    assert.equal(await charged(paymentId), '0')
    assert.deepEqual(await accountsOf(sandbox, paymentId), {})
  })

  test('is booked at what Alipay+ takes for it, and the difference to the payment’s rate is the merchant’s', async () => {
    const paymentId = await captured(100_000, 'HKD')
    const before = await accountsOf(sandbox, paymentId)
    const refund = await shop.refund(paymentId, part(50_000, 'HKD'))
    assert.equal(refund.refundStatus, 'REFUNDED')
    const settled = before.receivable ?? 0n
    const after = await accountsOf(sandbox, paymentId)
    assert.equal(after.refunds_in_flight ?? 0n, 0n)
    assert.equal((after.receivable ?? 0n) + (after.pending ?? 0n) + (after.available ?? 0n), 0n)
    const taken = settled - (after.receivable ?? 0n)
    assert.ok(taken > settled / 2n, `${taken} was taken of ${settled}: a thousandth more than half`)
  })

  test('is refused with the reason when the payment cannot be refunded', async () => {
    const { paymentId } = await shop.redirected()
    const tooEarly = await shop.refund(paymentId)
    assert.deepEqual([tooEarly.status, tooEarly.code], [405, '86610405'])
    assert.match(tooEarly.message, /once it is captured/)
    const wrongCurrency = await shop.refund(await captured(), part(100, 'HKD'))
    assert.deepEqual([wrongCurrency.status, wrongCurrency.propertyName], [400, 'amountOfMoney.currencyCode'])
    const half = await shop.refund(await captured(), { amountOfMoney: { amount: 5 } })
    assert.deepEqual([half.status, half.propertyName], [400, 'amountOfMoney.currencyCode'])
    const unknown = await shop.refund(`${paymentId.slice(0, 10)}9999999999${paymentId.slice(20)}`)
    assert.deepEqual([unknown.status, unknown.code], [404, '1002'])
  })

  test('that Alipay+ refuses is answered 402, and all of the payment can still be refunded', async () => {
    const paymentId = await captured()
    await setFaults(sandbox, { name: 'refused', api: 'refund' })
    const refund = await shop.refund(paymentId, part(4_000))
    await setFaults(sandbox)
    assert.equal(refund.status, 402)
    assertConnectShape('RefundErrorResponse', refund.body)
    assert.equal(refund.refundStatus, 'REJECTED')
    assert.equal(await charged(paymentId), '10000')
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 10_000n, pending: -10_000n })
    assert.equal((await shop.refund(paymentId)).refundStatus, 'REFUNDED')
  })

  test('whose outcome is unknown is asked for again under the same id, and goes back once', async () => {
    for (const name of ['answer_lost', 'http_500', 'wrong_signature', 'unknown_code', 'status_a'] as const) {
      const paymentId = await captured()
      await setFaults(sandbox, { name, api: 'refund', times: 2 })
      const refund = await shop.refund(paymentId, part(3_000))
      assert.deepEqual([refund.status, refund.refundStatus], [201, 'REFUND_REQUESTED'], name)
      const asked = await shop.payment(paymentId)
      assert.equal((asked.paymentOutput as { amountRefundRequested?: number }).amountRefundRequested, 3_000)
      await advance(sandbox, 'PT1M')
      const { body } = await shop.client.v1.refunds.get('1234', refund.id, {})
      assert.equal((body as { status?: string }).status, 'REFUNDED', name)
      assert.equal((await truthOf(sandbox, paymentId))?.charged.value, '7000', name)
      assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 7_000n, pending: -7_000n })
    }
  })

  test('that went back before a repeat was refused is REFUNDED, at what Alipay+ lists for it', async () => {
    const paymentId = await captured(100_000, 'HKD')
    await setFaults(sandbox, { name: 'answer_lost', api: 'refund', times: 1 }, { name: 'refused', api: 'refund' })
    const { id, refundStatus } = await shop.refund(paymentId, part(40_000, 'HKD'))
    assert.equal(refundStatus, 'REFUND_REQUESTED')
    await advance(sandbox, 'PT1M')
    await setFaults(sandbox)
    const { body } = await shop.client.v1.refunds.get('1234', id, {})
    assert.equal((body as { status?: string }).status, 'REFUNDED')
    assert.equal(await charged(paymentId), '60000')
    await assertBooksAreTrue(sandbox, paymentId)
    assert.deepEqual(await exceptionsOf(sandbox, paymentId), [])
  })

  test('whose repeat is refused stays in doubt while Alipay+ does not say whether it went back', async () => {
    const paymentId = await captured()
    await setFaults(
      sandbox,
      { name: 'request_lost', api: 'refund', times: 1 },
      { name: 'refused', api: 'refund' },
      { name: 'http_500', api: 'inquiryPayment' },
    )
    const { id } = await shop.refund(paymentId)
    const status = async () => ((await shop.client.v1.refunds.get('1234', id, {})).body as { status?: string }).status
    await advance(sandbox, 'PT1M')
    assert.equal(await status(), 'REFUND_REQUESTED')
    await setFaults(sandbox, { name: 'refused', api: 'refund' })
    await advance(sandbox, 'PT2M')
    await setFaults(sandbox)
    assert.equal(await status(), 'REJECTED', 'it is not listed, so the no is one')
    await assertBooksAreTrue(sandbox, paymentId)
  })

  test('that nobody answers for an hour becomes an exception, and is still asked for', async () => {
    const paymentId = await captured()
    await setFaults(sandbox, { name: 'throttled', api: 'refund' })
    const { id } = await shop.refund(paymentId)
    await advance(sandbox, 'PT3H')
    assert.deepEqual(
      (await exceptionsOf(sandbox, paymentId)).map(({ kind }) => kind),
      ['outcome_unknown'],
    )
    await setFaults(sandbox)
    await advance(sandbox, 'PT2H')
    const { body } = await shop.client.v1.refunds.get('1234', id, {})
    assert.equal((body as { status?: string }).status, 'REFUNDED')
  })

  test('twenty at once never give back more than was paid', async () => {
    const paymentId = await captured()
    const refunds = await Promise.all(Array.from({ length: 20 }, () => shop.refund(paymentId, part(1_000))))
    const statuses = refunds.map(({ status }) => status).sort()
    assert.equal(statuses.filter((status) => status === 201).length, 10, statuses.join(' '))
    assert.ok(statuses.every((status) => status === 201 || status === 400 || status === 405))
    assert.equal(await charged(paymentId), '0')
    assert.equal(await shop.statusOf(paymentId), 'REFUNDED')
    assert.deepEqual(await accountsOf(sandbox, paymentId), {})
  })

  test('is limited by the database itself', async () => {
    const paymentId = await captured()
    const text = 'update payments set refunding_minor = captured_minor + 1 where payment_id = $1'
    await assert.rejects(
      sandbox.db.write('chore.set_up', { text, values: [paymentId] }),
      /refunds_within_what_was_paid/,
    )
  })

  test('asked for twice with one key is one refund, also twenty times at once', async () => {
    const paymentId = await captured()
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.refund(paymentId, part(1_000), key)))
    const made = answers.filter(({ status }) => status === 201)
    assert.ok(made.length >= 1)
    assert.deepEqual([...new Set(made.map(({ id }) => id))].length, 1)
    assert.ok(answers.every(({ status, code }) => status === 201 || (status === 409 && code === '1409')))
    const replay = await shop.refund(paymentId, part(1_000), key)
    assert.deepEqual([replay.status, replay.id], [201, made[0]?.id])
    assert.ok(replay.firstRequestAt)
    assert.equal(await charged(paymentId), '9000')
    const other = await shop.refund(paymentId, part(2_000), key)
    assert.deepEqual([other.status, other.code], [409, '86600409'])
  })

  test('of another merchant’s payment is as unknown as one that never was', async () => {
    const paymentId = await captured()
    const { id } = await shop.refund(paymentId, part(1_000))
    const stranger = openShop(sandbox, secondShop)
    const plain = ({ body }: { body: unknown }) => JSON.stringify({ ...(body as object), errorId: '' })
    const foreign = await stranger.client.v1.refunds.get('5678', id, {})
    const never = await stranger.client.v1.refunds.get('5678', id.replace(/^0000001234/, '0000005678'), {})
    assert.deepEqual([foreign.status, plain(foreign)], [404, plain(never)])
    assert.equal((await stranger.refund(paymentId)).status, 404)
    assert.equal((await stranger.client.v1.payments.refunds('5678', paymentId, {})).status, 404)
    assert.equal((await stranger.client.v1.refunds.cancel('5678', id, {})).status, 404)
    assert.equal(await charged(paymentId), '9000')
  })
})
