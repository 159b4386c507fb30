import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, payInWallet } from '../support/simulator.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

type Query = Readonly<Record<string, string | number | undefined>>
type Found = { readonly total: number; readonly limit: number; readonly offset: number; readonly ids: string[] }

const foundOf = (
  type: string,
  list: 'payments' | 'refunds',
  { status, body }: { status: number; body: unknown },
): Found => {
  assert.equal(status, 200, JSON.stringify(body))
  assertConnectShape(type, body)
  const { totalCount, limit, offset, [list]: items } = body as Record<string, number> & Record<string, { id: string }[]>
  return { total: totalCount ?? -1, limit: limit ?? -1, offset: offset ?? -1, ids: (items ?? []).map(({ id }) => id) }
}

const find = async (query: Query, of = shop): Promise<Found> =>
  foundOf('FindPaymentsResponse', 'payments', await of.client.v1.payments.find(of.merchantId, query))

const findRefunds = async (query: Query, of = shop): Promise<Found> =>
  foundOf('FindRefundsResponse', 'refunds', await of.client.v1.refunds.find(of.merchantId, query))

const placed = async (references: Readonly<Record<string, unknown>>): Promise<string> =>
  (await shop.redirected(anOrder(1_000, 'EUR', references))).paymentId

const captured = async (references: Readonly<Record<string, unknown>>): Promise<string> => {
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(1_000, 'EUR', references))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

describe('payments are found', () => {
  test('by reference, by order, and by both, the newest first', async () => {
    const first = await placed({ merchantReference: 'A', merchantOrderId: 1 })
    const second = await placed({ merchantReference: 'A', merchantOrderId: 2 })
    const third = await placed({ merchantReference: 'B', merchantOrderId: 2 })
    for (const [query, ...ids] of [
      [{ merchantReference: 'A' }, second, first],
      [{ merchantOrderId: 2 }, third, second],
      [{ merchantReference: 'A', merchantOrderId: 2 }, second],
      [{ merchantOrderId: '002', merchantReference: 'B' }, third],
      [{ merchantReference: 'a' }],
      [{ merchantReference: 'B', merchantOrderId: 1 }],
      [{ merchantOrderId: 987654321987654 }],
    ] as const) {
      assert.deepEqual(await find(query), { total: ids.length, limit: 10, offset: 0, ids }, JSON.stringify(query))
    }
  })

  test('as they are read by their id', async () => {
    const id = await placed({ merchantReference: 'AS-READ' })
    const { body } = await shop.client.v1.payments.find('1234', { merchantReference: 'AS-READ' })
    assert.deepEqual((body as { payments: unknown[] }).payments, [await shop.payment(id)])
  })

  test('by the hosted checkout that made them', async () => {
    const id = await placed({})
    const text = `update payments set request = request || '{"hostedCheckoutId": "checkout-1"}' where payment_id = $1`
    await sandbox.db.write('chore.set_up', { text, values: [id] })
    assert.deepEqual((await find({ hostedCheckoutId: 'checkout-1' })).ids, [id])
    assert.deepEqual((await find({ hostedCheckoutId: 'checkout-2' })).ids, [])
  })

  test('by a reference with signs in it, however the client encodes them', async () => {
    const id = await placed({ merchantReference: 'Ä&B=1/2 #3' })
    for (const written of ['%C3%84%26B%3D1%2F2%20%233', '%C3%84%26B%3D1/2+%233']) {
      const path = `/v1/1234/payments?merchantReference=${written}`
      const answer = await sendSigned(sandbox.gatewayUrl, demoShop, { path })
      assert.deepEqual(foundOf('FindPaymentsResponse', 'payments', answer).ids, [id])
    }
  })

  test('by their own merchant alone', async () => {
    const stranger = openShop(sandbox, secondShop)
    await placed({ merchantReference: 'OURS' })
    assert.deepEqual(await find({ merchantReference: 'OURS' }, stranger), { total: 0, limit: 10, offset: 0, ids: [] })
    const mine = (await stranger.redirected(anOrder(1_000, 'HKD', { merchantReference: 'OURS' }))).paymentId
    assert.deepEqual((await find({ merchantReference: 'OURS' }, stranger)).ids, [mine])
    assert.deepEqual((await find({}, stranger)).ids, [mine])
  })

  test('page by page, each once, however many there are and whatever else is made meanwhile', async () => {
    const references = { merchantReference: 'MANY', merchantOrderId: 130 }
    const made: string[] = []
    for (let batch = 0; batch < 13; batch++) {
      made.push(...(await Promise.all(Array.from({ length: 10 }, () => placed(references)))))
    }
    const seen: string[] = []
    for (const offset of [0, 50, 100, 150]) {
      await placed({ merchantReference: `OTHER-${offset}` })
      const { ids, ...page } = await find({ merchantReference: 'MANY', limit: 50, offset })
      assert.deepEqual(page, { total: 130, limit: 50, offset })
      seen.push(...ids)
    }
    assert.deepEqual([seen.length, [...seen].sort()], [130, [...made].sort()])
    const batchOf = (id: string) => Math.floor(made.indexOf(id) / 10)
    assert.deepEqual(
      seen.map(batchOf),
      Array.from({ length: 130 }, (_, index) => 12 - Math.floor(index / 10)),
    )
    const { ids } = await find({ merchantOrderId: 130, limit: 100 })
    assert.deepEqual(ids, seen.slice(0, 100))
    assert.equal((await find({ merchantReference: 'MANY' })).ids.length, 10)
  })

  test('only with a page that can be had', async () => {
    const refused = async (query: string, ...names: readonly string[]) => {
      for (const list of ['payments', 'refunds']) {
        const { status, body } = await sendSigned(sandbox.gatewayUrl, demoShop, { path: `/v1/1234/${list}?${query}` })
        assert.equal(status, 400, `${query}: ${JSON.stringify(body)}`)
        assertConnectShape('ErrorResponse', body)
        const refusals = body.errors as { propertyName?: string; code: string }[]
        assert.deepEqual(
          refusals.map(({ propertyName }) => propertyName),
          names,
          query,
        )
        assert.ok(refusals.every(({ code }) => code === '21000050'))
      }
    }
    for (const limit of ['0', '101', '-1', '1.5', '1e1', 'ten', '%20', '99999999999'])
      await refused(`limit=${limit}`, 'limit')
    for (const offset of ['-1', '2147483648', 'x', '0x1']) await refused(`offset=${offset}`, 'offset')
    for (const order of ['x', '-1', '1.0', '1234567890123456789']) {
      await refused(`merchantOrderId=${order}`, 'merchantOrderId')
    }
    await refused('merchantReference=a%00b', 'merchantReference')
    await refused('limit=0&offset=x&merchantOrderId=y', 'limit', 'offset', 'merchantOrderId')
    for (const query of [{ limit: 100, offset: 2147483647 }, { limit: undefined, offset: undefined }, { limit: '' }]) {
      assert.ok((await find(query)).total > 0, JSON.stringify(query))
    }
  })
})

describe('refunds are found', () => {
  test('by their own reference, by the order of their payment, and by both, the newest first', async () => {
    const part = (merchantReference?: string) => ({
      amountOfMoney: { amount: 100, currencyCode: 'EUR' },
      ...(merchantReference === undefined ? {} : { refundReferences: { merchantReference } }),
    })
    const one = await captured({ merchantReference: 'PAID-1', merchantOrderId: 501 })
    const other = await captured({ merchantReference: 'PAID-2', merchantOrderId: 502 })
    const first = (await shop.refund(one, part('BACK'))).id
    const second = (await shop.refund(one, part())).id
    const third = (await shop.refund(other, part('BACK'))).id
    for (const [query, ...ids] of [
      [{ merchantReference: 'BACK' }, third, first],
      [{ merchantOrderId: 501 }, second, first],
      [{ merchantOrderId: 501, merchantReference: 'BACK' }, first],
      [{}, third, second, first],
      [{ merchantReference: 'PAID-1' }],
      [{ hostedCheckoutId: 'unknown' }],
    ] as const) {
      assert.deepEqual(
        await findRefunds(query),
        { total: ids.length, limit: 10, offset: 0, ids },
        JSON.stringify(query),
      )
    }
    assert.deepEqual(await findRefunds({ limit: 1, offset: 1 }), { total: 3, limit: 1, offset: 1, ids: [second] })
    const { body } = await shop.client.v1.refunds.find('1234', { merchantOrderId: 502 })
    const read = await shop.client.v1.refunds.get('1234', third, {})
    assert.deepEqual((body as { refunds: unknown[] }).refunds, [read.body])
    assert.equal((await findRefunds({}, openShop(sandbox, secondShop))).total, 0)
  })

  test('only if the merchant asked for them', async () => {
    const [id] = (await findRefunds({})).ids
    const text = `update refunds set asked_by = 'late_success' where refund_id = $1`
    await sandbox.db.write('chore.set_up', { text, values: [id] })
    assert.ok(!(await findRefunds({})).ids.includes(id ?? ''))
    const back = `update refunds set asked_by = 'merchant' where refund_id = $1`
    await sandbox.db.write('chore.set_up', { text: back, values: [id] })
  })
})

test('for 42 days: then they are read by their ids alone', async () => {
  const id = await captured({ merchantReference: 'OLD', merchantOrderId: 42 })
  const refund = await shop.refund(id, { refundReferences: { merchantReference: 'OLD-BACK' } })
  await advance(sandbox, 'P41D')
  assert.deepEqual((await find({ merchantReference: 'OLD' })).ids, [id])
  assert.deepEqual((await findRefunds({ merchantReference: 'OLD-BACK' })).ids, [refund.id])
  await advance(sandbox, 'P1D')
  for (const query of [{ merchantReference: 'OLD' }, { merchantOrderId: 42 }, {}]) {
    assert.deepEqual([(await find(query)).total, (await findRefunds(query)).total], [0, 0])
  }
  assert.equal((await shop.payment(id)).status, 'REFUNDED')
  const { status } = await shop.client.v1.refunds.get('1234', refund.id, {})
  assert.equal(status, 200)
  const again = await placed({ merchantReference: 'OLD' })
  assert.deepEqual((await find({ merchantReference: 'OLD' })).ids, [again])
})
