import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FaultOf } from '../../apps/simulator/src/fault/faults.ts'
import { type BankStruck, bankFiles, bankStrikesOf, endOf } from '../support/bank.ts'
import { anOrder } from '../support/merchant.ts'
import { receive, settled } from '../support/reports.ts'
import { addShop, aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'

let sandbox: TestSandbox
/** By the currency in which they are settled. */
const shops = new Map<string, Shop>()
const currencies = ['CHF', 'EUR', 'GBP', 'HKD', 'SGD', 'USD']
before(async () => {
  sandbox = await aSandbox('error', noon)
  for (const [at, currency] of currencies.entries())
    shops.set(currency, openShop(sandbox, await addShop(sandbox, String(911 + at), currency)))
})
after(() => sandbox?.close())

const shopOf = (currency: string): Shop => shops.get(currency) ?? assert.fail(`no shop in ${currency}`)

/** Pays a hundred euros with Alipay, of which Alipay+ settles the next business day. */
const paid = async (currency: string): Promise<string> => {
  const shop = shopOf(currency)
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

type BreakRow = { readonly kind: string; readonly minor: bigint; readonly resolved_at: Date | null }

/** What does not agree in a currency: kind and amount, and whether it is over. */
const breaksIn = async (currency: string): Promise<string[]> => {
  const rows = await sandbox.db.read<BreakRow>({
    text: 'select kind, minor, resolved_at from breaks where currency = $1 order by opened_at, kind, minor',
    values: [currency],
  })
  return rows.map(({ kind, minor, resolved_at }) => `${kind} ${minor}${resolved_at ? ', closed' : ''}`)
}

const half = 44_402n

/** Under each fault of a credit: the payment and its breaks after the statements of its value date and of the two days after. */
const becomes: Readonly<Record<FaultOf<'credit'>, readonly string[]>> = {
  'settled-short': ['CAPTURED, bank_differs -1000', 'CAPTURED, bank_differs -1000', 'CAPTURED, bank_differs -1000'],
  'bank-charges': ['PAID', 'PAID', 'PAID'],
  'bank-two-batches-one-credit': ['CAPTURED', 'CAPTURED', 'PAID'],
  'bank-one-batch-two-credits': [
    `CAPTURED, bank_differs -${half}`,
    `PAID, bank_differs -${half}, closed`,
    `PAID, bank_differs -${half}, closed`,
  ],
  'bank-late': ['CAPTURED', 'PAID', 'PAID'],
  'bank-wrong-reference': ['PAID', 'PAID', 'PAID'],
}

describe('a credit that is not as it should be', () => {
  const seen = new Map(currencies.map((currency) => [currency, [] as string[]]))
  let strikes: readonly BankStruck[]
  let another: string
  before(async () => {
    const payments = new Map<string, string>()
    for (const currency of currencies) payments.set(currency, await paid(currency))
    await setFaults(sandbox, ...(Object.keys(becomes) as FaultOf<'credit'>[]).map((name) => ({ name, times: 1 })))
    const look = async () => {
      for (const [currency, paymentId] of payments)
        seen.get(currency)?.push([await shopOf(currency).statusOf(paymentId), ...(await breaksIn(currency))].join(', '))
    }
    await advance(sandbox, 'P2D')
    await look()
    strikes = await bankStrikesOf(sandbox)
    another = await paid(strikes.find(({ fault }) => fault === 'bank-two-batches-one-credit')?.about.slice(-3) ?? '')
    for (const _ of ['the next day', 'the one after']) {
      await advance(sandbox, 'P1D')
      await look()
    }
  })

  for (const [fault, expected] of Object.entries(becomes)) {
    test(`because of ${fault}`, () => {
      const [strike, more] = strikes.filter((one) => one.fault === fault)
      assert.ok(strike && more === undefined)
      assert.match(strike.about, /^S20261125CN[A-Z]{3}$/)
      assert.match(strike.wasRight, new RegExp(`^a credit of \\d+ [A-Z]{3} on 2026-11-25: .* ${strike.about}$`))
      assert.deepEqual(seen.get(strike.about.slice(-3)), expected)
    })
  }

  test('pays what came together with it', async () => {
    assert.equal(await shopOf('GBP').statusOf(another), 'PAID')
  })

  test('leaves the charges that the bank took in the books', async () => {
    const balances = await silkgate(sandbox, 'ledger', 'trial-balance')
    const charges = balances.flatMap(({ currency, lines }) =>
      (lines as { account: string; debit?: string }[]).flatMap(({ account, debit }) =>
        account === 'bank_charges' ? [`${currency} ${debit}`] : [],
      ),
    )
    assert.deepEqual(charges, ['EUR 2.50 EUR'])
  })
})

describe('a statement that is not as it should be', () => {
  let [first, second] = ['', '']
  const isEuro = ({ path }: { path: string }) => path.includes('_NL27SLKG0000001000_202612')
  before(async () => {
    await advance(sandbox, 'P3D')
    first = await paid('EUR')
    await advance(sandbox, 'P1D')
    second = await paid('EUR')
    await setFaults(sandbox, { name: 'bank-statement-missing', times: 1 })
    await advance(sandbox, 'P1D')
    await setFaults(sandbox, { name: 'bank-statement-twice', times: 1 }, { name: 'bank-unrelated-traffic', times: 1 })
    await advance(sandbox, 'P1D')
  })

  test('because of bank-statement-missing: the gap is seen, and closes when it comes a day late', async () => {
    const statuses = async () => [await shopOf('EUR').statusOf(first), await shopOf('EUR').statusOf(second)]
    const gaps = async () => (await breaksIn('EUR')).filter((one) => one.startsWith('statement_missing'))
    assert.deepEqual(await statuses(), ['CAPTURED', 'PAID'])
    assert.deepEqual(await gaps(), ['statement_missing 9885'])
    await advance(sandbox, 'P1D')
    assert.deepEqual(await statuses(), ['PAID', 'PAID'])
    assert.deepEqual(await gaps(), ['statement_missing 9885, closed'])
  })

  test('because of bank-statement-twice: the second file is the same statement, and is booked once', async () => {
    const files = (await bankFiles(sandbox)).filter(isEuro)
    const [again] = files.filter(({ path }) => path.endsWith('_2.xml'))
    const [once] = files.filter(({ path }) => path === again?.path.replace('_2.xml', '.xml'))
    assert.ok(again && once && again.text !== once.text)
    assert.deepEqual(endOf(again).closing, endOf(once).closing)
    const taken = await sandbox.db.read({
      text: `select 1 from bank_statements where account_id = 'NL27SLKG0000001000' and to_day = '2026-12-03'`,
      values: [],
    })
    assert.equal(taken.length, 1)
  })

  test('because of bank-unrelated-traffic: what nobody knows is there for a person', async () => {
    const unknown = (await breaksIn('EUR')).filter((one) => one.startsWith('unknown_entry'))
    assert.deepEqual(unknown, ['unknown_entry -2345', 'unknown_entry 12345'])
    const strikes = (await bankStrikesOf(sandbox)).slice(-3).map(({ fault, about }) => `${fault} ${about}`)
    const path = (day: string, copy = '') => `/statements/camt053_NL27SLKG0000001000_${day}${copy}.xml`
    assert.deepEqual(strikes, [
      `bank-statement-missing ${path('20261202')}`,
      `bank-unrelated-traffic ${path('20261203')}`,
      `bank-statement-twice ${path('20261203', '_2')}`,
    ])
  })

  test('and all books are right', async () => {
    const verified = await silkgate(sandbox, 'verify', '--all')
    assert.deepEqual(
      verified.filter(({ holds }) => holds !== true),
      [],
    )
  })

  test('that does not add up is a break, of which verify says nothing more', async () => {
    const text = [
      ...[':20:1', ':25:NL27SLKG0000001000', ':28C:9001/1', ':60F:C261001EUR100,'],
      ...[':61:2610021002C7,NTRFNONREF//9001', ':62F:C261002EUR110,', '-', ''],
    ].join('\n')
    const fileId = await receive(sandbox, '9001.sta', text, 'bank')
    assert.equal((await settled(sandbox, fileId)).state, 'taken')
    assert.ok((await breaksIn('EUR')).includes('statement_differs -300'))
    const [rows] = (await silkgate(sandbox, 'verify')).filter(({ invariant }) => invariant === 5)
    assert.equal(rows?.holds, true)
  })
})
