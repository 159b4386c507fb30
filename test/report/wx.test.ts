import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { wxCounters, wxCustomerData, wxLayout, wxPaymentData } from '@silkgate/domain'
import { listReports, type Report } from '../../apps/gateway/src/report/index.ts'
import { makeElsewhere } from '../../apps/gateway/src/report/verify-report.ts'
import { dispute, judge, whenDispute } from '../support/disputes.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { idOf, readWx, type WxFile } from '../support/wx-reader.ts'

describe('the WX file', () => {
  let sandbox: TestSandbox
  let shop: Shop
  let payments: { whole: string; halfBack: string; claimed: string; given: string }
  before(async () => {
    sandbox = await aSandbox('error', noon)
    shop = openShop(sandbox, demoShop)
    const captured = async (of: Shop, order: object): Promise<string> => {
      const { paymentId, redirectUrl } = await of.redirected(order)
      await payInWallet(sandbox, redirectUrl)
      await of.whenStatus(paymentId, 'CAPTURED')
      return paymentId
    }
    const hostile = { order: { ...anOrder(1_500).order, references: { merchantReference: '=1+1&<\\"\t' } } }
    payments = {
      whole: await captured(shop, { ...anOrder(1_500), ...hostile }),
      halfBack: await captured(shop, anOrder(2_000)),
      claimed: await captured(shop, anOrder(4_000)),
      given: await captured(shop, anOrder(3_000)),
    }
    await shop.refund(payments.halfBack, { amountOfMoney: { amount: 500, currencyCode: 'EUR' } })
    const { disputeRequestId } = await dispute(sandbox, payments.claimed, 'escalation', 1_000)
    await whenDispute(shop, payments.claimed, 'DRAFT')
    await judge(sandbox, disputeRequestId, 'lost')
    await until('the claim is booked', async () => {
      const text = `select from transfers where reason = 'dispute lost' and payment_id = $1`
      return (await sandbox.db.read({ text, values: [payments.claimed] })).length === 1
    })
    await captured(openShop(sandbox, secondShop), anOrder(20_000, 'HKD'))
    await advance(sandbox, 'P6D')
    await shop.whenStatus(payments.given, 'PAID')
    await shop.refund(payments.given, { amountOfMoney: { amount: 700, currencyCode: 'EUR' } })
    await advance(sandbox, 'P1D')
  })
  after(() => sandbox?.close())

  const reports = (merchantId = '1234', format = 'xml'): Promise<Report[]> =>
    listReports(sandbox.db, { merchantId, kind: 'wx' }).then((all) =>
      all.filter((one) => one.format === format).reverse(),
    )
  const bytesOf = ({ merchantId, name }: Report) => readFileSync(join(sandbox.dataDir, 'reports', merchantId, name))
  const files = async (merchantId = '1234'): Promise<WxFile[]> => (await reports(merchantId)).map(bytesOf).map(readWx)
  const told = (all: readonly WxFile[]) =>
    all
      .flatMap(({ records }) => records)
      .map((one) => {
        const { Recordcategory, Recordtype, PaymentStatus, AmountLocal, AmountDue = '' } = one.payment
        return [`${Recordcategory}${Recordtype}`, idOf(one), PaymentStatus, AmountLocal, AmountDue].join(' ')
      })

  test('comes every day for every merchant, and each begins where the last one ended', async () => {
    for (const merchantId of ['1234', '5678']) {
      const made = await reports(merchantId)
      assert.deepEqual(
        made.map(({ day, since }) => [since, day]),
        ['24', '25', '26', '27', '28', '29', '30'].map((date) => [`2026-11-${date}`, `2026-11-${date}`]),
      )
      let [position, event] = [0n, 0n]
      for (const { positions, events, made: done, name } of made) {
        assert.ok(done !== undefined, name)
        assert.deepEqual([positions.after, events.after], [position, event], name)
        position = positions.upTo
        event = events.upTo
      }
    }
  })

  test('tells what happens at once, and its effect when the payment is paid', async () => {
    const { whole, halfBack, claimed, given } = payments
    const refund = (paymentId: string) => `${paymentId.slice(0, 20)}000-100001`
    assert.deepEqual(
      told(await files()).sort(),
      [
        `XIP ${whole} 800 1500 `,
        `XIP ${halfBack} 800 2000 `,
        `XIP ${claimed} 800 4000 `,
        `XIP ${given} 800 3000 `,
        `XRF ${refund(halfBack)} 1800 -500 `,
        `XCB ${claimed} 1520 -1000 `,
        `+IP ${whole} 1000 1500 1500`,
        `+IP ${halfBack} 1000 2000 2000`,
        `-RF ${refund(halfBack)} 1800 -500 -500`,
        `+IP ${claimed} 1000 4000 4000`,
        `-RI ${claimed} 1520 -1000 -1000`,
        `+IP ${given} 1000 3000 3000`,
        `-RF ${refund(given)} 1800 -700 -700`,
      ].sort(),
    )
  })

  test('has the elements of the layout, in its order, and amounts with two implied decimals', async () => {
    const file = (await files()).find(({ records }) => records.some(({ payment }) => payment.Recordcategory === '-'))
    assert.ok(file !== undefined)
    const [record] = file.records.filter(({ payment }) => payment.Recordtype === 'RF')
    assert.ok(record !== undefined)
    const inOrder = (names: readonly string[], layout: readonly string[]) =>
      assert.deepEqual(
        names,
        layout.filter((name) => names.includes(name)),
      )
    inOrder(Object.keys(record.payment), wxPaymentData)
    inOrder(Object.keys(record.customer), wxCustomerData)
    assert.deepEqual(Object.keys(record.keys), ['MerchantID', 'OrderID', 'EffortID', 'AttemptID'])
    assert.deepEqual(Object.keys(file.header), wxLayout.header)
    assert.deepEqual(Object.keys(file.counters), ['NumberOfRecords', ...wxCounters])
    const { day, ...rest } = { day: file.header.DateProduction, ...file.header }
    assert.deepEqual(rest, {
      ...{ AccountID: '1234', Filename: `0000001234${day?.replaceAll('-', '')}.010226`, FilenameExtension: 'wx1' },
      ...{ DateProduction: day, SerialNumber: '', PeriodFrom: day, PeriodTo: day, CutoffTime: '23:30:00' },
      Version: '01.02.26',
    })
    const parents = [
      'DataRecord',
      'PaymentData',
      'ThirdPartyData',
      'MerchantData',
      'CustomerData',
      'TotalAmount',
      'Totals',
    ]
    assert.deepEqual(
      file.names.filter((name) => parents.includes(name)),
      [...file.records.flatMap(() => parents.slice(0, 5)), 'TotalAmount', 'Totals'],
    )
    const { PaymentAmount, DebitedAmount, CreditedAmount, CurrencyDue, ReferenceOriginalPayment } = record.payment
    assert.deepEqual(
      [PaymentAmount, DebitedAmount, CreditedAmount, CurrencyDue, ReferenceOriginalPayment],
      ['-500', '500', undefined, 'EUR', payments.halfBack],
    )
  })

  test('adds up: records, counters, totals, and the books', async () => {
    const all = await files()
    for (const { records, totals, counters, numberOfRecords } of all) {
      assert.deepEqual([counters.NumberOfRecords, numberOfRecords], [`${records.length}`, `${records.length}`])
      for (const { CurrencyDue, TotalAmountCredited, TotalAmountDebited, TotalAmountDue } of totals) {
        const sum = (name: string) =>
          records
            .filter(({ payment }) => payment.CurrencyDue === CurrencyDue)
            .reduce((minor, { payment }) => minor + BigInt(payment[name] ?? 0), 0n)
            .toString()
        assert.deepEqual(
          [TotalAmountCredited, TotalAmountDebited, TotalAmountDue],
          [sum('CreditedAmount'), sum('DebitedAmount'), sum('AmountDue')],
        )
      }
    }
    const counted = (name: string) => all.reduce((sum, { counters }) => sum + Number(counters[name]), 0)
    assert.deepEqual(
      [
        'NumberOfOnlineCapturedNonCardPayments',
        'NumberOfInvoicePayments',
        'NumberOfCardRefunds',
        'NumberOfReversals',
      ].map(counted),
      [4, 4, 2, 1],
    )
    const due = all.flatMap(({ totals }) => totals).reduce((sum, one) => sum + BigInt(one.TotalAmountDue ?? 0), 0n)
    const [books] = await sandbox.db.read<{ minor: bigint }>({
      text: `select sum(case credit when 'available' then minor else - minor end)::bigint as minor from transfers
              where merchant_id = 1234 and 'available' in (debit, credit)
                and not 'fee_revenue' in (debit, credit) and not 'remittance_in_transit' in (debit, credit)
                and not 'reserve' in (debit, credit)`,
      values: [],
    })
    assert.equal(due, books?.minor)
    assert.equal(due, 1_500n + 2_000n - 500n + 4_000n - 1_000n + 3_000n - 700n)
  })

  test('keeps what merchants write as text, in XML and for a spreadsheet', async () => {
    const [first] = await files()
    const reference = first?.records.map(({ payment }) => payment.AdditionalReference).find((one) => one?.includes('='))
    assert.equal(reference, '=1+1&<\\"\t')
    const [csv] = await reports('1234', 'csv')
    assert.ok(csv !== undefined)
    const rows = gunzipSync(bytesOf(csv)).toString().split('\n')
    assert.match(rows[0] ?? '', /^MerchantID,OrderID,EffortID,AttemptID,Recordcategory,Recordtype,/)
    assert.ok(
      rows.some((row) => row.includes(`,"'=1+1&<\\""\t",`)),
      rows[1],
    )
  })

  test('says the same in CSV, row by row', async () => {
    const csvs = await reports('1234', 'csv')
    const rows = csvs.flatMap((one) => gunzipSync(bytesOf(one)).toString().trimEnd().split('\n').slice(1))
    const xml = (await files()).flatMap(({ records }) => records)
    const plain = rows.filter((row) => !row.includes('"')).map((row) => row.split(','))
    const names =
      gunzipSync(bytesOf(csvs[0] as Report))
        .toString()
        .split('\n', 1)[0]
        ?.split(',') ?? []
    assert.equal(rows.length, xml.length)
    for (const row of plain) {
      const cells = Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']))
      const same = xml.some(({ keys, payment }) => {
        const both: Readonly<Record<string, string>> = { ...keys, ...payment }
        return names.every((name) => (both[name] ?? '') === cells[name])
      })
      assert.ok(same, row.join(','))
    }
  })

  test('gives the same bytes however often it is made, and a new version only where somebody wants one', async () => {
    const [first] = await reports()
    assert.ok(first?.made !== undefined)
    const again = await silkgate(sandbox, 'report', 'make', '1234', '2026-11-24')
    assert.deepEqual(again.find(({ name }) => name === first.name)?.sha256, first.made.sha256)
    // Whatever happened to its payments since: one of them was refunded after it was paid.
    for (const one of [...(await reports()), ...(await reports('1234', 'csv'))])
      assert.equal((await makeElsewhere(sandbox.db, [one])).get(one.name), one.made?.sha256, one.name)
    const anew = await silkgate(sandbox, 'report', 'make', '1234', '2026-11-24', '--again')
    const names = anew.map(({ name }) => String(name)).filter((name) => name.endsWith('.xml.gz'))
    assert.deepEqual(names, [first.name.replace('wx1', 'wx2')])
  })

  test('can be held against the books: each difference is named', async () => {
    const day = (await reports()).find(({ day }) => day === '2026-11-24')
    assert.ok(day !== undefined)
    const folder = mkdtempSync(join(sandbox.dataDir, 'spoiled-'))
    const verified = async (bytes: Uint8Array, name = day.name) => {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      return silkgate(sandbox, 'verify-report', path).catch((error: { stdout: string }) =>
        error.stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      )
    }
    assert.deepEqual(
      (await verified(bytesOf(day))).map(({ holds }) => holds),
      [true],
    )
    const spoil = (one: Report, from: RegExp, to: string) =>
      gzipSync(gunzipSync(bytesOf(one)).toString().replace(from, to))
    const more = await verified(spoil(day, /<AmountLocal>1500</, '<AmountLocal>1501<'))
    assert.deepEqual(
      more.slice(1).map(({ of, file, books }) => (of === 'XIP EUR' ? [of, file, books] : of)),
      ['SHA-256 of the file', ['XIP EUR', '4 records, 10501', '4 records, 10500']],
    )
    const fewer = await verified(spoil(day, /<DataRecord>.*<\/DataRecord>\n/, ''))
    assert.deepEqual([fewer[0]?.holds, fewer[2]?.of], [false, 'XIP EUR'])
    const [csv] = await reports('1234', 'csv')
    assert.ok(csv !== undefined)
    const row = await verified(spoil(csv, /,EUR,2000,EUR,2000,/, ',EUR,2000,EUR,2009,'), csv.name)
    assert.deepEqual([row[2]?.of, row[2]?.file], ['XIP EUR', '4 records, 10509'])
    const broken = await verified(bytesOf(day).subarray(0, 100))
    assert.equal(broken[0]?.holds, false)
  })
})
