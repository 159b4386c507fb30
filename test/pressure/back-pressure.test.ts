import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { assertAllBooksAreTrue } from '../support/books.ts'
import { openCheckout, visit } from '../support/checkout.ts'
import { flood, metricOf } from '../support/flood.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { assertRefusal } from '../support/refused.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, orders, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const places = 40
const settings = {
  ...noon,
  PAYMENTS_UNDER_WAY: String(places),
  DATABASE_CONNECTIONS: '4',
  DATABASE_READ_CONNECTIONS: '2',
}
const pay = { deed: 'pay', paymentProductId: '866', attempts: '0' }

type PaymentBody = { readonly payment?: { readonly id: string; readonly status: string } }

const assertNothingIsLeft = async (sandbox: TestSandbox): Promise<void> => {
  await advance(sandbox, 'PT1H')
  const text = 'select payment_id from payments where step is not null'
  assert.deepEqual(await sandbox.db.read({ text, values: [] }), [], 'every payment is at rest')
  assert.equal(await metricOf(sandbox, 'silkgate_payments_under_way'), 0)
  await assertAllBooksAreTrue(sandbox)
}

describe('while Alipay+ is throttled, and 300 consumers of one shop come at once', () => {
  let sandbox: TestSandbox
  let shop: Shop
  let captured: string
  let crowd: ReturnType<typeof flood>
  const keys: { refund?: string; checkout?: string } = {}

  before(async () => {
    sandbox = await aSandbox('error', settings)
    shop = openShop(sandbox, demoShop)
    const { paymentId, redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    captured = paymentId
    await setFaults(sandbox, { name: 'throttled', api: 'pay' })
    crowd = flood(sandbox, demoShop, 300)
    await until('those without a place are told so', () => crowd.putOff() >= 300 - places / 2, 60_000)
  })

  after(async () => {
    await setFaults(sandbox)
    await sandbox?.close()
  })

  test('half of the places are taken, and the others are told when to come again', async () => {
    await until('half are taken', async () => (await metricOf(sandbox, 'silkgate_payments_under_way')) === places / 2)
    assert.ok((await metricOf(sandbox, 'silkgate_payments_put_off_total')) >= 300 - places / 2)
    const [first] = crowd.clients.flatMap(({ putOff }) => putOff)
    assert.ok(first)
    assertRefusal(first, 503, '86600503')
    assert.equal(first.headers['retry-after'], '2')
  })

  test('what was asked for by then is as much as was let in: nobody else reached Alipay+ or the database', async () => {
    const [row] = await sandbox.db.read<{ count: bigint }>({ text: 'select count(*) from payments', values: [] })
    const letIn = 1 + crowd.clients.length
    assert.ok((row?.count ?? 0n) < letIn, `${row?.count} of ${letIn}`)
    const limit = await metricOf(sandbox, 'silkgate_alipayplus_calls_limit{lane="asked"}')
    assert.ok(limit < places, `${limit} calls at once, after Alipay+ said that there are too many`)
    assert.ok((await metricOf(sandbox, 'silkgate_alipayplus_calls_limit{lane="due"}')) > places)
  })

  test('payments can be looked at', async () => {
    const seen = await Promise.all(Array.from({ length: 20 }, () => shop.statusOf(captured)))
    assert.deepEqual(seen, Array(20).fill('CAPTURED'))
  })

  test('a refund is put off like a payment', async () => {
    keys.refund = await until('a refund finds no place', async () => {
      const key = randomUUID()
      const { status, code } = await shop.refund(captured, { amountOfMoney: { amount: 1, currencyCode: 'EUR' } }, key)
      return status === 503 && code === '86600503' && key
    })
  })

  test('a consumer at a hosted checkout is asked to wait, and has begun nothing', async () => {
    keys.checkout = await until('a checkout finds no place', async () => {
      const { link } = await openCheckout(shop, {})
      const page = await visit(sandbox, link).post(pay)
      if (page.status !== 503) return undefined
      assert.equal(page.headers['retry-after'], '2')
      assert.match(page.text, /Very many people are paying/)
      assert.equal(page.attempts, '0')
      return link
    })
  })

  test('another shop has its share', async () => {
    const others = flood(sandbox, secondShop, 5)
    const text = 'select payment_id from payments where merchant_id = $1'
    const areIn = async () => (await sandbox.db.read({ text, values: [secondShop.merchantId] })).length === 5
    await until('its five payments are under way', areIn)
    await setFaults(sandbox)
    const answers = await others.done()
    assert.deepEqual(
      answers.map((answer) => answer?.status),
      Array(5).fill(201),
    )
    assert.equal(others.putOff(), 0)
  })

  test('all who stay get their payment when that is over, under the keys that they were put off with', async () => {
    crowd.leave(270)
    const answers = await crowd.done()
    assert.ok(answers.slice(0, 30).every((answer) => answer?.status === 201))
    const got = answers.filter((answer) => answer !== undefined)
    assert.ok(got.every(({ headers }) => headers['x-gcs-idempotence-request-timestamp'] === undefined))
    const payments = got.flatMap(({ body }) => (body as PaymentBody).payment ?? [])
    const text = `select payment_id from payments
                   where merchant_id = $1 and payment_id <> $2 and hosted_checkout_id is null`
    const stored = await sandbox.db.read<{ payment_id: string }>({ text, values: [demoShop.merchantId, captured] })
    assert.deepEqual(payments.map(({ id }) => id).sort(), stored.map((row) => row.payment_id).sort(), 'and nobody else')
    const open = (await orders(sandbox)).filter(({ phase }) => phase === 'open').map((one) => one.paymentRequestId)
    const redirected = payments.filter(({ status }) => status === 'REDIRECTED')
    assert.ok(redirected.length > 0)
    assert.deepEqual(
      redirected.filter(({ id }) => !open.includes(id)),
      [],
      'whoever was sent to the cashier has an order there',
    )
  })

  test('so do the refund and the checkout', async () => {
    const refund = { amountOfMoney: { amount: 1, currencyCode: 'EUR' } }
    const refunded = await shop.refund(captured, refund, keys.refund)
    assert.deepEqual([refunded.status, refunded.firstRequestAt], [201, undefined])
    assert.match(await visit(sandbox, keys.checkout ?? '').pay(), /\/cashier\//)
  })

  test('nothing is left over, and the books are true', () => assertNothingIsLeft(sandbox))
})

describe('a gateway that is stopped while Alipay+ is slow and all its places are taken', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', settings)
  })
  after(() => sandbox?.close())

  test('answers CREATED to all it let in, ends within 10 s, and finds out when it is back', async () => {
    await setFaults(sandbox, { name: 'answer_slow', api: 'pay' })
    const shop = openShop(sandbox, demoShop)
    const asked = Array.from({ length: places }, () =>
      shop.create(anOrder(), randomUUID()).catch((error: unknown) => String(error)),
    )
    await until('half are taken', async () => (await metricOf(sandbox, 'silkgate_payments_under_way')) === places / 2)
    const began = performance.now()
    assert.equal(await sandbox.gateway().end('SIGTERM'), 'exit 0')
    const tookMs = performance.now() - began
    assert.ok(tookMs < 10_000, `it took ${tookMs} ms`)
    const answers = await Promise.all(asked)
    const created = answers.filter((answer) => typeof answer !== 'string' && answer.status === 201)
    assert.equal(created.length, places / 2, JSON.stringify(answers.slice(0, 3)))

    await setFaults(sandbox)
    await sandbox.startGateway()
    for (const one of created) await shop.whenStatus(typeof one === 'string' ? one : one.paymentId, 'REDIRECTED')
    await assertNothingIsLeft(sandbox)
  })
})
