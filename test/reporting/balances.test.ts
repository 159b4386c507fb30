import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { dispute, judge, whenDispute } from '../support/disputes.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { post } from '../support/postings.ts'
import { openReporting } from '../support/reporting.ts'
import { addShop, aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, clockOf, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

type Balance = Readonly<Record<string, string>> & { readonly currency: string; readonly total: string }
type Balances = { readonly asOf?: string; readonly position?: string; readonly balances: readonly Balance[] }

const open = async (merchantId: string) => {
  const identity = await addShop(sandbox, merchantId)
  const reporting = openReporting(sandbox, identity)
  return {
    shop: openShop(sandbox, identity),
    reporting,
    balances: (query = {}) => reporting.get<Balances>('balances', query),
  }
}

const nothing = { pending: '0', available: '0', reserve: '0', inTransit: '0', refundsInFlight: '0', unpriced: '0' }

describe('balances', () => {
  test('say where the money of payments, refunds and lost claims is, now and as it was', async () => {
    const { shop, reporting, balances } = await open('4811')
    assert.deepEqual((await balances()).balances, [])
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const paid = await balances()
    const euro = { currency: 'EUR', decimals: 2, ...nothing }
    assert.deepEqual(paid.balances, [{ ...euro, pending: '10000', total: '10000' }])
    await advance(sandbox, 'PT1M')
    await shop.refund(paymentId, { amountOfMoney: { amount: 2_500, currencyCode: 'EUR' } })
    const { disputeRequestId } = await dispute(sandbox, paymentId, 'escalation', 1_000)
    await whenDispute(shop, paymentId, 'DRAFT')
    await shop.client.v1.disputes.submit('4811', (await reporting.all({ kind: 'dispute' }))[0]?.id ?? '', {})
    await whenDispute(shop, paymentId, 'SEND_TO_BANK')
    await judge(sandbox, disputeRequestId, 'lost')
    await whenDispute(shop, paymentId, 'INVALID_REPRESENTMENT')
    const now = await balances()
    assert.deepEqual(now.balances, [{ ...euro, pending: '6500', total: '6500' }])
    assert.deepEqual(await balances({ asOf: paid.asOf }), paid)
    const rows = await reporting.all()
    const sum = rows.reduce((all, { settlement }) => all + BigInt(settlement?.minor ?? 0), 0n)
    assert.equal(String(sum), now.balances[0]?.total, 'what the rows settle is what is owed')
    assert.deepEqual(await reporting.csv('balances'), [{ ...euro, decimals: '2', pending: '6500', total: '6500' }])
  })

  test('as of any position and any instant are what was posted until then', async () => {
    const { balances, reporting } = await open('4812')
    const start = (await clockOf(sandbox)).getTime()
    const names = {
      pending: 'pending',
      available: 'available',
      reserve: 'reserve',
      inTransit: 'remittance_in_transit',
      refundsInFlight: 'refunds_in_flight',
    } as const
    const name = fc.constantFrom(...(Object.keys(names) as (keyof typeof names)[]))
    const posting = fc.record({
      ...{ from: name, to: name, minor: fc.bigInt(1n, 1_000_000n) },
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    })
    const [[...postings] = []] = fc.sample(fc.array(posting, { minLength: 12, maxLength: 12 }), 1)
    const moved = postings.filter(({ from, to }) => from !== to)
    for (const [place, { from, to, ...rest }] of moved.entries()) {
      const at = new Date(start - 1_000_000 + place * 1_000)
      await post(sandbox.db, { merchantId: '4812', debit: names[from], credit: names[to], at, ...rest })
      await until('it has its position', async () => {
        const { status } = await reporting.ask('balances', { position: place + 1 })
        return status === 200
      })
    }
    const expected = (count: number): Balance[] => {
      const done = moved.slice(0, count)
      return ['EUR', 'JPY', 'KWD'].flatMap((currency) => {
        const own = done.filter((one) => one.currency === currency)
        const sumOf = (wanted: string) =>
          own.reduce(
            (sum, { from, to, minor }) => sum + (to === wanted ? minor : 0n) - (from === wanted ? minor : 0n),
            0n,
          )
        if (own.length === 0) return []
        const sums = Object.fromEntries(Object.keys(names).map((one) => [one, String(sumOf(one))]))
        const decimals = { EUR: 2, JPY: 0, KWD: 3 }[currency]
        return [{ currency, decimals, ...nothing, ...sums, total: '0' } as unknown as Balance]
      })
    }
    for (const count of [0, 1, Math.floor(moved.length / 2), moved.length]) {
      assert.deepEqual((await balances({ position: count })).balances, expected(count))
      const asOf = new Date(start - 1_000_000 + (count - 1) * 1_000).toISOString()
      assert.deepEqual((await balances({ asOf })).balances, expected(count))
    }
    assert.deepEqual((await balances()).balances, expected(moved.length))
  })

  test('cannot be asked for a time to come, a position that is not there, or both', async () => {
    const { reporting } = await open('4813')
    for (const [query, name] of [
      [{ asOf: '2099-01-01T00:00:00Z' }, 'asOf'],
      [{ asOf: 'yesterday' }, 'asOf'],
      [{ position: '1' }, 'position'],
      [{ position: '-1' }, 'position'],
      [{ position: '0', asOf: '2026-11-24T00:00:00Z' }, 'position'],
      [{ at: '2026-11-24T00:00:00Z' }, 'at'],
    ] as const) {
      const { status, body } = await reporting.ask('balances', query)
      const [error] = body.errors as { propertyName: string }[]
      assert.deepEqual([status, error?.propertyName], [400, name])
    }
  })

  test('of one merchant are no other’s', async () => {
    await open('4814')
    assert.deepEqual((await openReporting(sandbox, secondShop).get<Balances>('balances')).balances, [])
    const { status } = await openReporting(sandbox, { ...demoShop, merchantId: '4811' }).ask('balances')
    assert.equal(status, 403)
  })
})
