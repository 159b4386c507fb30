import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertAllBooksAreTrue } from '../support/books.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { addShop, aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { type Created, openShop, type Shop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, orders, setFaults } from '../support/simulator.ts'

let sandbox: TestSandbox
let demo: Shop
let second: Shop

before(async () => {
  sandbox = await aSandbox('error', noon)
  demo = openShop(sandbox, demoShop)
  second = openShop(sandbox, secondShop)
})

after(() => sandbox?.close())

const countPayments = async (merchantId: string): Promise<number> => {
  const text = 'select count(*)::integer as count from payments where merchant_id = $1'
  const [row] = await sandbox.db.read<{ count: number }>({ text, values: [merchantId] })
  return row?.count ?? 0
}

const countOrders = async (): Promise<number> => (await orders(sandbox)).length

/** How often something happened while `work` was done. */
const countedDuring = async <T>(count: () => Promise<number>, work: () => Promise<T>) => {
  const before = await count()
  const done = await work()
  return { done, more: (await count()) - before }
}

const fifty = (shop: Shop, order: object, key: string): Promise<Created[]> =>
  Promise.all(Array.from({ length: 50 }, () => shop.create(order, key)))

/** Each answer is the one payment's, or says that the first request is still under way. */
const assertOnePayment = (answers: readonly Created[], status: 201 | 402): string => {
  const done = answers.filter((answer) => answer.status === status)
  const waiting = answers.filter((answer) => answer.status === 409)
  assert.equal(done.length + waiting.length, answers.length, JSON.stringify(answers.map((answer) => answer.status)))
  assert.ok(waiting.every(({ codes }) => codes.join() === '1409'))
  const ids = new Set(done.map(({ paymentId }) => paymentId))
  assert.equal(ids.size, 1, 'there is one payment')
  assert.equal(done.filter(({ firstRequestAt }) => firstRequestAt === undefined).length, 1, 'one answer is the first')
  return done[0]?.paymentId ?? ''
}

describe('fifty requests at once with one key', () => {
  test('make one payment and one order', async () => {
    const { done, more } = await countedDuring(countOrders, () =>
      countedDuring(
        () => countPayments('1234'),
        () => fifty(demo, anOrder(), 'fifty'),
      ),
    )
    const paymentId = assertOnePayment(done.done, 201)
    assert.deepEqual([done.more, more], [1, 1])
    const again = await demo.create(anOrder(), 'fifty')
    assert.deepEqual([again.status, again.paymentId, again.paymentStatus], [201, paymentId, 'REDIRECTED'])
  })

  test('are all refused as one when Alipay+ refuses', async () => {
    await setFaults(sandbox, { name: 'refused', api: 'pay' })
    const { done, more } = await countedDuring(
      () => countPayments('1234'),
      () => fifty(demo, anOrder(), 'fifty refused'),
    )
    const paymentId = assertOnePayment(done, 402)
    assert.equal(more, 1)
    await setFaults(sandbox)
    const again = await demo.create(anOrder(), 'fifty refused')
    assert.deepEqual([again.status, again.paymentId, again.paymentStatus], [402, paymentId, 'REJECTED'])
  })

  test('are all refused as one when they are over the limit', async () => {
    const options = ['--name', 'Corner Shop', '--mcc', '5411', '--country', 'NL', '--settlement-currency', 'EUR']
    await silkgate(sandbox, 'merchant', 'add', '777', ...options, '--limit', 'EUR=1000')
    const [key] = await silkgate(sandbox, 'api-key', 'add', '777')
    const corner = openShop(sandbox, {
      merchantId: '777',
      apiKeyId: String(key?.keyId),
      secretApiKey: String(key?.secret),
    })
    const { done, more } = await countedDuring(countOrders, () => fifty(corner, anOrder(1001), 'fifty over the limit'))
    assertOnePayment(done, 402)
    assert.deepEqual([await countPayments('777'), more], [1, 0])
    assert.ok(
      done.every(({ status }) => status === 402),
      'there is nothing to wait for',
    )
  })

  test('and another fifty with another body make no second payment', async () => {
    const { done, more } = await countedDuring(
      () => countPayments('1234'),
      () => Promise.all([fifty(demo, anOrder(100), 'two bodies'), fifty(demo, anOrder(200), 'two bodies')]),
    )
    const answers = done.flat()
    assert.equal(more, 1)
    assert.equal(new Set(answers.filter(({ status }) => status === 201).map(({ paymentId }) => paymentId)).size, 1)
    assert.ok(answers.every(({ status }) => status === 201 || status === 409))
    assert.equal(
      answers.filter(({ codes }) => codes.join() === '86600409').length,
      50,
      'one of the two bodies is refused',
    )
  })
})

describe('a key', () => {
  test('is free again after a request that was malformed', async () => {
    const malformed = await demo.create(anOrder(-1), 'used by 400')
    assert.deepEqual([malformed.status, malformed.firstRequestAt], [400, undefined])
    const made = await demo.create(anOrder(1), 'used by 400')
    assert.deepEqual([made.status, made.firstRequestAt], [201, undefined])
  })

  test('is free again after a request that may not act for the merchant', async () => {
    const { client } = openShop(sandbox, { ...demoShop, secretApiKey: 'wrong' })
    const refused = await client.v1.payments.create('1234', anOrder(), { idempotence: { key: 'used by 403' } })
    assert.equal(refused.status, 403)
    const made = await demo.create(anOrder(), 'used by 403')
    assert.deepEqual([made.status, made.firstRequestAt], [201, undefined])
  })

  test('is refused with another body, whatever became of the first request, and goes on to stand for the first', async () => {
    await setFaults(sandbox, { name: 'refused', api: 'pay', times: 1 })
    const declined = await demo.create(anOrder(700), 'a declined order')
    const accepted = await demo.create(anOrder(700), 'an accepted order')
    assert.deepEqual([declined.status, accepted.status], [402, 201])
    for (const [first, key] of [
      [declined, 'a declined order'],
      [accepted, 'an accepted order'],
    ] as const) {
      const other = await demo.create(anOrder(701), key)
      assert.deepEqual([other.status, other.codes, other.paymentId], [409, ['86600409'], ''])
      assert.equal((await demo.create(anOrder(700), key)).paymentId, first.paymentId)
    }
  })

  test('stands for the same body in another order of keys and with other white space', async () => {
    const key = { 'X-GCS-Idempotence-Key': 'a body in another order' }
    const { order, redirectPaymentMethodSpecificInput } = anOrder()
    const send = (body: string) =>
      sendSigned(sandbox.gatewayUrl, demoShop, { method: 'POST', path: '/v1/1234/payments', body, headers: key })
    const first = await send(JSON.stringify({ order, redirectPaymentMethodSpecificInput }))
    const again = await send(JSON.stringify({ redirectPaymentMethodSpecificInput, order }, undefined, 2))
    assert.deepEqual([first.status, again.status, again.text], [201, 201, first.text])
  })

  test('is another merchant’s own', async () => {
    const first = await demo.create(anOrder(), 'a common key')
    const foreign = await second.create(anOrder(), 'a common key')
    assert.deepEqual([first.status, foreign.status, foreign.firstRequestAt], [201, 201, undefined])
    assert.notEqual(first.paymentId, foreign.paymentId)
  })

  test('is kept for its merchant, method and path, however the slashes of the path are written', async () => {
    const order = anOrder(4321)
    const first = await demo.create(order, 'a key with a path')
    for (const path of ['/v1/1234/payments/', '//v1/1234//payments']) {
      const headers = { 'X-GCS-Idempotence-Key': 'a key with a path' }
      const raw = { method: 'POST', path, body: JSON.stringify(order), headers }
      const again = await sendSigned(sandbox.gatewayUrl, demoShop, raw)
      assert.equal((again.body.payment as { id?: string } | undefined)?.id, first.paymentId, path)
    }
    const text = 'select merchant_id::text, method, path from idempotence_keys where key = $1'
    const rows = await sandbox.db.read({ text, values: ['a key with a path'] })
    assert.deepEqual(rows, [{ merchant_id: '1234', method: 'POST', path: '/v1/1234/payments' }])
  })

  test('means nothing to a question', async () => {
    const idempotence: { key: string; requestTimestamp?: string | number } = { key: 'asked with a key' }
    const { paymentId } = await demo.create(anOrder(), 'asked with a key')
    const asked = await demo.client.v1.payments.get('1234', paymentId, { idempotence })
    const tested = await demo.client.v1.services.testconnection('1234', { idempotence })
    assert.deepEqual([asked.status, tested.status, idempotence.requestTimestamp], [200, 200, undefined])
    assert.equal((asked.body as { id?: string }).id, paymentId)
  })

  test('tells when its first request came, on the sandbox clock, and is forgotten after 24 hours', async () => {
    const shop = openShop(sandbox, await addShop(sandbox, '778'))
    const first = await shop.create(anOrder(), 'a day old')
    await advance(sandbox, 'PT23H59M')
    const replayed = await shop.create(anOrder(), 'a day old')
    assert.deepEqual([replayed.status, replayed.paymentId], [201, first.paymentId])
    assert.match(replayed.firstRequestAt ?? '', /^\d{13}$/)
    await advance(sandbox, 'PT1M')
    const renewed = await shop.create(anOrder(900), 'a day old')
    assert.deepEqual([renewed.status, renewed.firstRequestAt, await countPayments('778')], [201, undefined, 2])
    const again = await shop.create(anOrder(900), 'a day old')
    assert.equal(again.paymentId, renewed.paymentId)
    const movedMs = Number(again.firstRequestAt) - Number(replayed.firstRequestAt)
    assert.ok(movedMs >= 24 * 3_600_000 && movedMs < 24.1 * 3_600_000, `${movedMs} ms apart`)
  })
})

test('the books of every payment equal what its consumer was charged', () => assertAllBooksAreTrue(sandbox))
