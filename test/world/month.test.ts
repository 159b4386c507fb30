import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { bankOf } from '../support/bank.ts'
import { assertAllBooksAreTrue } from '../support/books.ts'
import { pdfText } from '../support/pdf-text.ts'
import { readCsv, type Transaction } from '../support/reporting.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { currencies, openTraders, playMonth, type Trader } from './month.ts'

const { MONTH_SEED: seed = randomBytes(4).toString('hex') } = process.env

type Balance = Readonly<Record<string, string>>
type Row = Readonly<Record<string, string>>

let sandbox: TestSandbox
let traders: readonly Trader[]

before(async () => {
  console.log(`The month of MONTH_SEED=${seed} node scripts/test.ts month`)
  sandbox = await aSandbox('error', { SANDBOX_START: '2026-11-02T11:00:00Z' })
  traders = await openTraders(sandbox)
  await playMonth(sandbox, traders, seed)
})
after(() => sandbox?.close())

const sum = <T>(rows: readonly T[], of: (row: T) => string | undefined): bigint =>
  rows.reduce((total, row) => total + BigInt(of(row) || 0), 0n)

const balanceOf = async ({ reporting, currency }: Trader): Promise<Balance> => {
  const { balances } = await reporting.get<{ balances: readonly Balance[] }>('balances')
  return balances.find((one) => one.currency === currency) ?? {}
}

/** An amount with all decimals of its currency, as a whole number. */
const minorOf = (text: string): bigint => BigInt(text.replaceAll(/[.,]/g, ''))

/** What a merchant's files of a kind and format say, the first first. */
const filesOf = ({ merchantId }: Trader, kind: string, format: string): Buffer[] => {
  const folder = join(sandbox.dataDir, 'reports', merchantId)
  const names = readdirSync(folder).filter((name) => name.startsWith(`${kind}.`) && name.endsWith(`.${format}`))
  return names.sort().map((name) => readFileSync(join(folder, name)))
}

/** All that a merchant's Financial Reports tell in CSV, but for the balances that they begin with. */
const financialOf = (trader: Trader) => {
  const rows = filesOf(trader, 'financial', 'csv').flatMap((file) => readCsv(file.toString()))
  const moved = rows.filter(({ Kind }) => Kind !== 'Opening balance')
  const of = (kind?: string) =>
    sum(
      moved.filter(({ Kind }) => kind === undefined || Kind === kind),
      ({ Amount = '' }) => String(minorOf(Amount)),
    )
  return { of }
}

const isPaidOut = ({ status }: Row): boolean => ['sent', 'accepted', 'confirmed'].includes(status ?? '')

describe('after a month of business', () => {
  test('everything has happened that was to happen', async () => {
    const rows = (await Promise.all(traders.map(({ reporting }) => reporting.all({ limit: 100 })))).flat()
    const remittances = (await Promise.all(traders.map(({ reporting }) => reporting.csv('remittances')))).flat()
    const kinds = Map.groupBy(rows, ({ kind, status }) => `${kind} ${status}`)
    const paid = Map.groupBy(remittances, ({ status }) => `remittance ${status}`)
    const counts = new Map([...kinds, ...paid].map(([name, { length }]) => [name, length]))
    console.log(Object.fromEntries(counts))
    for (const name of ['payment PAID', 'payment REFUNDED', 'payment REJECTED', 'refund REFUNDED']) {
      assert.ok(counts.has(name), `no ${name}`)
    }
    assert.ok(
      rows.some(({ kind, settlement }) => kind === 'dispute' && settlement !== undefined),
      'no claim was lost',
    )
    assert.ok((counts.get('remittance rejected') ?? 0) >= 2, 'the bank has rejected too few')
    assert.equal(counts.get('remittance returned'), 1)
    assert.equal(counts.get('payment CAPTURED'), undefined, 'everything that was captured is settled')
    for (const currency of currencies) {
      const owing = traders.find((one) => one.currency === currency && one.habit === 'repents')
      assert.ok(owing && BigInt((await balanceOf(owing)).available ?? 0) < 0n, `nobody owes ${currency}`)
    }
  })

  test('what each merchant sold, less what went back, fees and what was remitted, is its balance', async () => {
    for (const trader of traders) {
      const { merchantId, currency, reporting } = trader
      const rows = await reporting.all({ limit: 100 })
      const of = (kind: Transaction['kind']) => rows.filter((row) => row.kind === kind)
      const settled = (kind: Transaction['kind']) => sum(of(kind), ({ settlement }) => settlement?.minor)
      for (const { settlement } of rows) assert.equal(settlement?.currency ?? currency, currency)
      const told = financialOf(trader)
      const [fees, vat] = [sum(rows, ({ fee }) => fee?.minor), told.of('VAT on fees, by invoice')]
      const given = told.of('Fees given back with refunds')
      assert.equal(told.of('Fees'), -fees, merchantId)
      const remitted = sum((await reporting.csv('remittances')).filter(isPaidOut), (row) => row['amount.minor'])
      const { available = '', reserve = '', pending, inTransit, refundsInFlight, unpriced } = await balanceOf(trader)
      assert.deepEqual([pending, inTransit, refundsInFlight, unpriced], ['0', '0', '0', '0'], merchantId)
      const [captured, refunds, disputes] = [settled('payment'), settled('refund'), settled('dispute')]
      assert.equal(
        `${captured + refunds + disputes - fees + given + vat - BigInt(reserve) - remitted}`,
        available,
        `${merchantId} captured ${captured}, ${refunds} ${disputes}, fees ${fees}, given back ${given}, VAT ${vat}, ` +
          `reserve ${reserve}, remitted ${remitted}`,
      )
    }
  })

  test('each remittance is what it is made of, and each payment is in one', async () => {
    for (const { merchantId, reporting } of traders) {
      const remittances = await reporting.csv('remittances')
      const fromPayments: string[] = []
      for (const { id = '', ...row } of remittances) {
        const movements = await reporting.csv(`remittances/${id}/payments`)
        assert.equal(String(sum(movements, (one) => one['amount.minor'])), row.movements, id)
        fromPayments.push(...movements.filter(({ kind }) => kind === 'payment').map(({ paymentId = '' }) => paymentId))
      }
      assert.equal(new Set(fromPayments).size, fromPayments.length, `${merchantId}: a payment is in two remittances`)
      const named = (await reporting.all({ kind: 'payment', limit: 100 })).filter(
        (one) => one.remittanceId !== undefined,
      )
      assert.deepEqual(named.map(({ id }) => id).sort(), fromPayments.sort())
    }
  })

  test('what the bank says it has is what our books say it has', async () => {
    const { accounts } = await bankOf(sandbox)
    const rows = await sandbox.db.read<{ currency: string; account: string; minor: bigint; said: bigint }>({
      text: `
        select a.currency, a.account_id as account,
               (select coalesce(sum(case t.debit when 'bank_' || a.purpose then t.minor else - t.minor end), 0)::bigint
                  from transfers t
                 where t.currency = a.currency and 'bank_' || a.purpose in (t.debit, t.credit)) as minor,
               coalesce((select s.closing_minor from bank_statements s where s.account_id = a.account_id
                          order by s.to_day desc limit 1), 0) as said
          from bank_accounts a where a.currency = any ($1)`,
      values: [currencies],
    })
    assert.equal(rows.length, 2 * currencies.length)
    for (const { account, minor, said } of rows) {
      const truth = accounts.find(({ accountId }) => accountId === account)?.balance
      assert.equal(String(said), truth, `the last statement of ${account}`)
      assert.equal(minor, said, account)
    }
  })

  test('our books are what the wallets know, nothing is open, and every invariant holds', async () => {
    await assertAllBooksAreTrue(sandbox)
    const open = await sandbox.db.read({
      text: `select kind, about, ours, theirs from breaks where resolved_at is null
             union all select kind, payment_id, detail, null from exceptions where resolved_at is null`,
      values: [],
    })
    assert.deepEqual(open, [])
    const verdicts = await silkgate(sandbox, 'verify')
    assert.deepEqual(
      verdicts.filter(({ holds, lookedAt }) => holds !== true || Number(lookedAt) === 0),
      [],
    )
  })

  test('every merchant has its reports, and what they total is what the list of transactions does', async () => {
    const all = await sandbox.db.read<{ merchant_id: bigint; ready_at: Date | null; totals: readonly Balance[] }>({
      text: `select merchant_id, ready_at, totals from reports where kind = 'wx' and format = 'xml' order by day`,
      values: [],
    })
    assert.deepEqual(
      all.filter(({ ready_at }) => ready_at === null),
      [],
    )
    for (const { merchantId, currency, reporting } of traders) {
      const own = all.filter(({ merchant_id }) => String(merchant_id) === merchantId)
      assert.ok(own.length >= 30, `${merchantId} has ${own.length} reports`)
      const totals = own.flatMap((one) => one.totals).filter((one) => one.currency === currency)
      const settled = sum(await reporting.all({ limit: 100 }), ({ settlement }) => settlement?.minor)
      assert.equal(
        sum(totals, ({ due }) => due),
        settled,
        merchantId,
      )
    }
  })

  test('Financial Reports lead to the balance, in CSV, XML and PDF alike', async () => {
    for (const trader of traders) {
      const { available = '' } = await balanceOf(trader)
      assert.equal(String(financialOf(trader).of()), available, trader.merchantId)
      const xmls = filesOf(trader, 'financial', 'xml').map(String)
      const amounts = xmls.flatMap((xml) => [...xml.matchAll(/<(?:movement|remittance) [^>]*amount="([^"]*)"/g)])
      assert.equal(String(sum(amounts, ([, amount = '']) => String(minorOf(amount)))), available)
      const closing = /<closingBalance amount="([^"]*)"/.exec(xmls.at(-1) ?? '')?.[1]
      const shown = pdfText(filesOf(trader, 'financial', 'pdf').at(-1) ?? Buffer.alloc(0))
      const inPdf = shown[shown.indexOf('Closing balance') + 1]
      assert.deepEqual(
        [closing, inPdf].map((amount = '') => String(minorOf(amount))),
        [available, available],
      )
    }
  })

  test('November’s invoices are November’s fees', async () => {
    const booked = await sandbox.db.read<{ merchant_id: bigint; fees: bigint }>({
      text: `select merchant_id, sum(case credit when 'fee_revenue' then minor else - minor end)::bigint as fees from transfers
              where reason in ('fee', 'fee returned') and accounting_date < '2026-12-01' group by 1`,
      values: [],
    })
    for (const trader of traders) {
      const fees = booked.find(({ merchant_id }) => String(merchant_id) === trader.merchantId)?.fees ?? 0n
      const [csv, ...more] = filesOf(trader, 'invoice', 'csv').map((file) => readCsv(file.toString()))
      const of = (kind: string) =>
        sum(
          (csv ?? []).filter(({ Kind }) => Kind === kind),
          ({ Amount = '' }) => String(minorOf(Amount)),
        )
      assert.deepEqual([of('fee'), more], [fees, []], trader.merchantId)
      assert.equal(of('VAT'), -financialOf(trader).of('VAT on fees, by invoice'))
      const xml = String(filesOf(trader, 'invoice', 'xml')[0])
      const total = /<cbc:TaxInclusiveAmount[^>]*>([^<]*)</.exec(xml)?.[1] ?? ''
      const shown = pdfText(filesOf(trader, 'invoice', 'pdf')[0] ?? Buffer.alloc(0))
      const inPdf = shown[shown.indexOf(`Total in ${trader.currency}`) + 1] ?? ''
      const inXml = trader.currency === 'KWD' ? minorOf(total) * 10n : minorOf(total)
      assert.deepEqual([inXml, minorOf(inPdf)], [fees + of('VAT'), fees + of('VAT')], trader.merchantId)
    }
    assert.ok(booked.length >= 15, `${booked.length} merchants have paid fees`)
  })
})
