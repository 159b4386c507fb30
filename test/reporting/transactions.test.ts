import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { diceOf } from '../support/dice.ts'
import { dispute, judge, whenDispute } from '../support/disputes.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { openReporting, type Transaction } from '../support/reporting.ts'
import { addShop, aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'

let sandbox: TestSandbox
let reporting: ReturnType<typeof openReporting>
let shop: ReturnType<typeof openShop>
/** All that there is, as the list says without any filter. */
let everything: readonly Transaction[]

const order = (place: number) =>
  anOrder(
    100 * (1 + (place % 7) * 3),
    ['EUR', 'HKD', 'JPY', 'EUR'][place % 4],
    place % 3 === 0 ? { merchantReference: `=ORDER-${place % 6}, "ü"` } : {},
  )

const captured = async (place: number): Promise<string> => {
  const { paymentId, redirectUrl } = await shop.redirected(order(place))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

/** Payments in every status that needs no bank, refunds in part and whole, and disputes that ended in each way. */
const trade = async (): Promise<void> => {
  const paid: string[] = []
  for (let place = 0; place < 14; place++) paid.push(await captured(place))
  for (let place = 0; place < 3; place++) {
    const { redirectUrl } = await shop.redirected(order(place))
    await payInWallet(sandbox, redirectUrl, 'decline')
  }
  await shop.redirected(order(3))
  for (const [place, paymentId] of paid.slice(0, 5).entries()) {
    await shop.refund(paymentId, place % 2 === 0 ? {} : { refundReferences: { merchantReference: '=ORDER-3, "ü"' } })
  }
  for (const [place, outcome] of (['won', 'lost', 'withdrawn', undefined] as const).entries()) {
    const paymentId = paid[8 + place] ?? ''
    const { disputeRequestId } = await dispute(sandbox, paymentId, 'escalation')
    const { id } = await whenDispute(shop, paymentId, 'DRAFT')
    if (outcome === undefined) continue
    if (place < 2) await shop.client.v1.disputes.submit(shop.merchantId, id, {})
    if (place < 2) await whenDispute(shop, paymentId, 'SEND_TO_BANK')
    await advance(sandbox, 'PT1S')
    await judge(sandbox, disputeRequestId, outcome)
    const status = { won: 'SUCCESS', lost: 'INVALID_REPRESENTMENT', withdrawn: 'CANCELLED' }[outcome]
    await whenDispute(shop, paymentId, status)
  }
  await advance(sandbox, 'PT11M')
  await shop.redirected(order(1))
}

before(async () => {
  sandbox = await aSandbox('error', noon)
  const identity = await addShop(sandbox, '4801')
  shop = openShop(sandbox, identity)
  reporting = openReporting(sandbox, identity)
  await trade()
  everything = await reporting.all({ limit: 100 })
})
after(() => sandbox?.close())

const idsOf = (rows: readonly Pick<Transaction, 'id'>[]): string[] => rows.map(({ id }) => id)

const placeOf = ({ createdAt, id }: Transaction): string => `${createdAt} ${id}`

describe('the list of transactions', () => {
  test('has every payment, refund and dispute once, in the order of time, as the Connect API shows it', async () => {
    const counts = await sandbox.db.read<{ count: number }>({
      text: `select (select count(*) from payments where merchant_id = 4801)::int
                  + (select count(*) from refunds where merchant_id = 4801)::int
                  + (select count(*) from disputes where merchant_id = 4801)::int as count`,
      values: [],
    })
    assert.equal(new Set(idsOf(everything)).size, everything.length)
    assert.equal(everything.length, counts[0]?.count)
    assert.deepEqual(everything.map(placeOf), everything.map(placeOf).toSorted())
    const statuses = new Set(everything.map(({ kind, status }) => `${kind} ${status}`))
    for (const wanted of ['CAPTURED', 'REFUNDED', 'REJECTED', 'CANCELLED', 'REDIRECTED']) {
      assert.ok(statuses.has(`payment ${wanted}`), `no payment is ${wanted}: ${[...statuses]}`)
    }
    for (const wanted of ['SUCCESS', 'INVALID_REPRESENTMENT', 'CANCELLED', 'DRAFT']) {
      assert.ok(statuses.has(`dispute ${wanted}`), `no dispute is ${wanted}: ${[...statuses]}`)
    }
    for (const row of everything.filter(({ kind }) => kind === 'payment')) {
      const payment = await shop.payment(row.id)
      assert.deepEqual([row.status, row.amountOfMoney], [payment.status, payment.paymentOutput?.amountOfMoney])
    }
  })

  test('is the same in pages of any size, in either order', async () => {
    for (const limit of [1, 2, 7, 100]) {
      assert.deepEqual(await reporting.all({ limit }), everything)
      assert.deepEqual(await reporting.all({ limit, order: 'newest' }), everything.toReversed())
    }
  })

  test('finds what a look at each row finds, whatever is asked', async () => {
    const values = (of: (row: Transaction) => string | undefined) => [
      ...new Set(everything.map(of).filter((one) => one !== undefined)),
    ]
    const some = (words: readonly string[]) => fc.option(fc.constantFrom(...words), { nil: undefined })
    const list = (words: readonly string[]) =>
      fc.option(
        fc.subarray([...words], { minLength: 1 }).map((chosen) => chosen.join(',')),
        { nil: undefined },
      )
    const often = <T>(one: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: one })
    const query = fc.record({
      from: often(some(values(({ createdAt }) => createdAt))),
      to: often(some(values(({ createdAt }) => createdAt))),
      kind: often(list(['payment', 'refund', 'dispute'])),
      status: often(list(values(({ status }) => status))),
      wallet: often(some([...values(({ wallet }) => wallet), 'no such wallet'])),
      currencyCode: often(some(values(({ amountOfMoney }) => amountOfMoney.currencyCode))),
      amounts: often(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))),
      merchantReference: often(some(values(({ merchantReference }) => merchantReference))),
      paymentId: often(some(values(({ paymentId }) => paymentId))),
      order: fc.constantFrom('oldest', 'newest'),
      limit: fc.integer({ min: 1, max: 30 }),
    })
    await fc.assert(
      fc.asyncProperty(query, async ({ amounts, ...asked }) => {
        const { from = '', to = '9', kind, status, wallet, currencyCode, merchantReference, paymentId } = asked
        fc.pre(from < to)
        const [least, most] = currencyCode === undefined || amounts === undefined ? [] : amounts.map((one) => one * 100)
        const isOne = (wanted: string | undefined, word: string | undefined) =>
          wanted === undefined || wanted.split(',').includes(word ?? '')
        const isEqual = (wanted: string | undefined, word: string | undefined) =>
          wanted === undefined || wanted === word
        const expected = everything.filter(
          (row) =>
            row.createdAt >= from &&
            row.createdAt < to &&
            isOne(kind, row.kind) &&
            isOne(status, row.status) &&
            isEqual(wallet, row.wallet) &&
            isEqual(currencyCode, row.amountOfMoney.currencyCode) &&
            isEqual(merchantReference, row.merchantReference) &&
            isEqual(paymentId, row.paymentId) &&
            row.amountOfMoney.amount >= (least ?? 0) &&
            row.amountOfMoney.amount <= (most ?? Number.POSITIVE_INFINITY),
        )
        const ordered = asked.order === 'oldest' ? expected : expected.toReversed()
        assert.deepEqual(idsOf(await reporting.all({ ...asked, amountFrom: least, amountTo: most })), idsOf(ordered))
      }),
      { numRuns: 150 },
    )
  })

  test('is the same as CSV, in which nothing is a formula', async () => {
    const flat = (value: object, under = ''): [string, string][] =>
      Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
        typeof one === 'object' && one !== null
          ? flat(one, `${under}${name}.`)
          : [
              [
                `${under}${name}`,
                typeof one === 'string' && /^[=+@-][^\d]/.test(one) ? `'${one}` : String(one),
              ] as const,
            ],
      ) as [string, string][]
    for (const query of [{}, { status: 'REFUNDED', order: 'newest' }, { kind: 'refund', wallet: 'none' }]) {
      const rows = await reporting.csv('transactions', query)
      const filled = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')))
      assert.deepEqual(
        filled,
        (await reporting.all(query)).map((row) => Object.fromEntries(flat(row))),
      )
    }
    assert.ok((await reporting.csv('transactions')).some((row) => row.merchantReference === `'=ORDER-3, "ü"`))
  })

  test('gives everything that was there once, in its order, while payments come in', async () => {
    const dice = diceOf('paging')
    for (const order of ['oldest', 'newest'] as const) {
      const before = await reporting.all()
      const seen: Transaction[] = []
      let cursor: string | undefined
      do {
        const coming = Array.from({ length: dice.below(3) }, () => shop.create())
        const [page] = await Promise.all([reporting.page({ order, limit: 9, cursor }), ...coming])
        seen.push(...page.transactions)
        cursor = page.next
      } while (cursor !== undefined && seen.length < 2 * before.length)
      assert.equal(new Set(idsOf(seen)).size, seen.length, 'nothing comes twice')
      const old = new Set(idsOf(before))
      const known = seen.filter(({ id }) => old.has(id))
      assert.deepEqual(idsOf(known), idsOf(order === 'oldest' ? before : before.toReversed()))
    }
  })

  test('refuses what means nothing, by its name, with what is right', async () => {
    for (const [name, value, remedy] of [
      ['from', '2026-11-26', /instant/],
      ['to', 'now', /instant/],
      ['kind', 'payment,capture', /payment, refund, dispute/],
      ['status', 'DONE', /CAPTURED/],
      ['wallet', 'x'.repeat(101), /100/],
      ['currencyCode', 'EURO', /ISO 4217/],
      ['amountFrom', '15.00', /two implied decimals/],
      ['amountTo', '1', /currencyCode/],
      ['merchantReference', '\u0000', /text/],
      ['paymentId', '7', /payment/],
      ['order', 'random', /oldest or newest/],
      ['limit', '101', /from 1 to 100/],
      ['cursor', 'bm90aGluZw', /page before/],
      ['state', 'PAID', /status/],
    ] as const) {
      const { status, body } = await reporting.ask('transactions', { [name]: value })
      const [error] = body.errors as { propertyName: string; message: string; id: string }[]
      assert.deepEqual([status, error?.id, error?.propertyName], [400, 'INVALID_VALUE', name])
      assert.match(error?.message ?? '', remedy)
    }
    const backwards = await reporting.ask('transactions', { from: '2026-11-26T08:00:00Z', to: '2026-11-26T08:00:00Z' })
    assert.equal((backwards.body.errors as { propertyName: string }[])[0]?.propertyName, 'to')
    const yen = await reporting.ask('transactions', { currencyCode: 'JPY', amountFrom: 150 })
    assert.match((yen.body.errors as { message: string }[])[0]?.message ?? '', /JPY has no decimals/)
    assert.equal((await reporting.ask('transactions', { stat: 'PAID' }, 'text/csv')).status, 400)
  })

  test('shows another merchant nothing, whatever it knows', async () => {
    const [payment] = everything
    const other = openReporting(sandbox, secondShop)
    for (const query of [{}, { paymentId: payment?.id }, { merchantReference: '=ORDER-3, "ü"' }]) {
      assert.deepEqual(await other.page(query), { transactions: [] })
      assert.deepEqual(await other.csv('transactions', query), [])
    }
    const { next } = await reporting.page({ limit: 1 })
    assert.deepEqual(await other.page({ cursor: next }), { transactions: [] })
    const stranger = openReporting(sandbox, { ...demoShop, merchantId: '4801' })
    const unknown = openReporting(sandbox, { ...demoShop, merchantId: '4899' })
    for (const one of [stranger, unknown]) {
      const { status, body } = await one.ask('transactions')
      assert.deepEqual([status, (body.errors as { code: string }[])[0]?.code], [403, '9007'])
    }
  })
})
