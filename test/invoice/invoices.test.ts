import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { money } from '@silkgate/domain'
import { waitingApprovals } from '../../apps/gateway/src/approval/index.ts'
import { approveCredit, askForCredit, declineCredit } from '../../apps/gateway/src/invoice/credit-invoice.ts'
import { listInvoices } from '../../apps/gateway/src/invoice/invoice.store.ts'
import { issueInvoices } from '../../apps/gateway/src/invoice/issue-invoices.ts'
import { approveVatTerms } from '../../apps/gateway/src/invoice/set-vat-terms.ts'
import { listSuppliers, setSupplier } from '../../apps/gateway/src/invoice/supplier.store.ts'
import { listReports, type Report } from '../../apps/gateway/src/report/index.ts'
import { verifyReport } from '../../apps/gateway/src/report/verify-report.ts'
import { demoShop, secondShop } from '../support/merchant.ts'
import {
  breakInvoicesOf,
  brokenOf,
  invoicesNotBilled,
  mendInvoices,
  plantFees,
  plantUnpublishedFee,
  publishFee,
} from '../support/planted-fees.ts'
import { assertAllHolds, type Line, sell } from '../support/remittance.ts'
import { openReporting, readCsv } from '../support/reporting.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'

const [anna, tom] = [
  ['--as', 'anna@psp.example'],
  ['--as', 'tom@psp.example'],
] as const

describe('the invoice for the fees of a month', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
    const vat = ['--treatment', 'charged', '--rate-basis-points', '2100', '--from', '2026-11', ...anna]
    const [asked] = await silkgate(sandbox, 'invoice', 'set-vat', '1234', '--vat-id', 'NL 0044 95445 B01', ...vat)
    const approve = ['invoice', 'approve-vat', String(asked?.approvalId)]
    assert.match(await failing(...approve, ...anna), /anna@psp\.example has asked for it; somebody else must decide/)
    await silkgate(sandbox, ...approve, ...tom)
    for (const amount of [10_000, 20_000]) await sell(sandbox, demoShop, amount)
    await sell(sandbox, secondShop, 50_000, 'HKD')
    // From Tuesday to Friday, and to Tuesday, 1 December.
    await advance(sandbox, 'P3D')
    await sell(sandbox, demoShop, 5_000)
    await advance(sandbox, 'P4D')
  })
  after(() => sandbox?.close())

  const list = (...options: string[]): Promise<Line[]> => silkgate(sandbox, 'invoice', 'list', ...options)
  const files = async (number: unknown): Promise<Report[]> =>
    (await listReports(sandbox.db, {})).filter((one) => one.invoiceNumber === number)
  const bytesOf = ({ merchantId, name }: Report) => readFileSync(join(sandbox.dataDir, 'reports', merchantId, name))
  const text = async (number: unknown, format: string) => {
    const file = (await files(number)).find((one) => one.format === format)
    assert.ok(file, format)
    return bytesOf(file).toString()
  }
  const booked = async (reason: string, merchantId = '1234'): Promise<bigint> =>
    (
      await sandbox.db.read<{ minor: bigint }>({
        text: `select coalesce(sum(minor), 0)::bigint as minor from transfers where merchant_id = $1 and reason = $2`,
        values: [merchantId, reason],
      })
    )[0]?.minor ?? -1n
  const failing = (...command: string[]): Promise<string> =>
    silkgate(sandbox, ...command).then(
      () => 'nothing was refused',
      (error: { stderr: string }) => error.stderr.trim(),
    )

  test('comes on the first business day of the next month, for what the ledger took, and VAT is taken with it', async () => {
    const told = (await list()).map(({ number, merchantId, from, through, issuedAt, net, vat, total }) =>
      [number, merchantId, from, through, issuedAt, net, vat, total].join(', '),
    )
    assert.deepEqual(told.reverse(), [
      // 1.4 % and 0.10 of 100 and of 200 euros; 1.2 % of 500 Hong Kong dollars, exempt.
      'SG2026-000001, 1234, 2026-11-01, 2026-11-30, 2026-12-01T08:00:00.000Z, 4.40 EUR, 0.92 EUR, 5.32 EUR',
      'SG2026-000002, 5678, 2026-11-01, 2026-11-30, 2026-12-01T08:00:00.000Z, 6.00 HKD, 0.00 HKD, 6.00 HKD',
    ])
    // Friday's sale was paid on 1 December: its 0.80 are the next month's.
    assert.deepEqual([await booked('fee'), await booked('fee VAT'), await booked('fee', '5678')], [520n, 92n, 600n])
    const vat = await sandbox.db.read({
      text: `select m.minor from remittance_payments m join remittances r using (merchant_id, remittance_id)
              where m.kind = 'vat' and r.created_at = '2026-12-01T09:00:00Z'`,
      values: [],
    })
    assert.deepEqual(vat, [{ minor: -92n }], 'it is not in the remittance of that day')
  })

  test('says who bills whom for what, by wallet and price', async () => {
    const [invoice] = await silkgate(sandbox, 'invoice', 'show', 'SG2026-000001')
    const { supplier, customer, lines } = invoice as Record<string, Record<string, unknown>>
    assert.deepEqual(
      [supplier?.vatId, customer?.name, customer?.vatId],
      ['NL000000000B01', 'Demo Shop B.V.', 'NL004495445B01'],
    )
    assert.deepEqual(lines, [
      {
        ...{ says: 'Payments by Alipay', count: '2', base: '30000' },
        ...{ price: { basisPoints: '140', fixedMinor: '10' }, minor: '440' },
      },
    ])
  })

  test('is in CSV, whose amounts add up, and in UBL by the European standard', async () => {
    const rows = readCsv(await text('SG2026-000001', 'csv'))
    assert.deepEqual(
      rows.map(({ Kind, Count, Volume, Fee, Amount }) => [Kind, Count, Volume, Fee, Amount]),
      [
        ['fee', '2', '300.00', '1.4 % + 0.10', '4.40'],
        ['VAT', '', '', '', '0.92'],
      ],
    )
    const xml = await text('SG2026-000001', 'xml')
    const all = (name: string) =>
      [...xml.matchAll(new RegExp(`<cbc:${name}[^>]*>([^<]*)<`, 'g'))].map(([, found]) => found)
    assert.deepEqual([all('InvoiceTypeCode'), all('DocumentCurrencyCode')], [['380'], ['EUR']])
    assert.deepEqual(all('LineExtensionAmount'), ['4.40', '4.40'])
    assert.deepEqual([all('TaxAmount'), all('TaxableAmount')], [['0.92', '0.92'], ['4.40']])
    assert.deepEqual(
      [all('TaxInclusiveAmount'), all('PrepaidAmount'), all('PayableAmount')],
      [['5.32'], ['5.32'], ['0.00']],
    )
    assert.deepEqual([all('Percent'), all('CompanyID')[0]], [['21.00', '21.00'], 'NL000000000B01'])
    const exempt = await text('SG2026-000002', 'xml')
    assert.match(exempt, /<cbc:ID>E<\/cbc:ID>\n<cbc:Percent>0\.00<.*\n<cbc:TaxExemptionReason>[^<]*135\(1\)\(d\)/)
  })

  test('is delivered with the other reports, held against the books, and the same whenever it is made', async () => {
    const { reports } = await openReporting(sandbox, demoShop).get<{ reports: readonly Record<string, unknown>[] }>(
      'reports?kind=invoice',
    )
    assert.deepEqual(
      reports.map(({ name, invoiceNumber, currency }) => [name, invoiceNumber, currency]).sort(),
      ['csv', 'pdf', 'xml'].map((format) => [`invoice.000000123420261201.SG-000001.${format}`, 'SG2026-000001', 'EUR']),
    )
    const issued = await files('SG2026-000001')
    const folder = mkdtempSync(join(sandbox.dataDir, 'spoiled-'))
    for (const { name } of issued) {
      const path = join(sandbox.dataDir, 'reports/1234', name)
      assert.deepEqual((await verifyReport(sandbox.db, path)).differences, [])
      writeFileSync(join(folder, name), 'spoiled')
      const { differences } = await verifyReport(sandbox.db, join(folder, name))
      assert.deepEqual(
        differences.map(({ of }) => of),
        ['SHA-256 of the file'],
      )
    }
    const again = await silkgate(sandbox, 'report', 'make', '1234', '2026-12-01')
    for (const { name, made } of issued) {
      assert.equal(again.find((one) => one.name === name)?.sha256, made?.sha256)
    }
  })

  test('fees are given back by credit notes with numbers of their own, when two persons agree', async () => {
    const { db } = sandbox
    const at = new Date('2026-12-02T12:00:00Z')
    const [by, other] = ['anna@psp.example', 'tom@psp.example']
    const ask = (net?: bigint) =>
      askForCredit(db, {
        ...{ creditId: randomUUID(), number: 'SG2026-000001', reason: 'Goodwill', by, at },
        net: net === undefined ? undefined : (currency) => money(currency, net),
      })
    await assert.rejects(ask(441n), /4\.41 EUR cannot be given back: of SG2026-000001 4\.40 EUR is left/)
    const credit = ['invoice', 'credit', 'SG2026-000001', '--reason', 'Goodwill', '--net', '100', '--as', by]
    const [asked] = await silkgate(sandbox, ...credit)
    const { creditId } = await ask()
    await assert.rejects(approveCredit(db, creditId, { by, at }), /somebody else must decide/)
    const approve = ['invoice', 'approve-credit', String(asked?.creditId), '--as', other]
    const [note] = await silkgate(sandbox, ...approve)
    assert.deepEqual(
      [note?.number, note?.net, note?.vat, note?.corrects],
      ['SG2026-C000001', '1.00 EUR', '0.21 EUR', 'SG2026-000001'],
    )
    await assert.rejects(approveCredit(db, creditId, { by: other, at }), /3\.40 EUR is left/)
    await declineCredit(db, creditId, { by: other, at })
    assert.equal(await approveCredit(db, (await ask()).creditId, { by: other, at }), 'SG2026-C000002')
    // All VAT is back, to the last cent.
    assert.deepEqual([await booked('fee credited'), await booked('fee VAT credited')], [440n, 92n])
    await advance(sandbox, 'P2D')
    assert.match(
      await text('SG2026-C000001', 'xml'),
      /<CreditNote [\s\S]*<cac:InvoiceDocumentReference>\n<cbc:ID>SG2026-000001</,
    )
  })

  test('leaves every invariant whole', () => assertAllHolds(sandbox))

  test('what is agreed about VAT cannot be changed for a month that is billed', async () => {
    const vat = ['invoice', 'set-vat', '5678', '--treatment', 'outside', ...anna]
    assert.match(await failing(...vat, '--from', '2026-11'), /the invoices of 2026-11 are issued already/)
    const [asked] = await silkgate(sandbox, ...vat, '--from', '2026-12')
    const [waiting] = await silkgate(sandbox, 'invoice', 'vat', '5678')
    assert.deepEqual([waiting?.treatment, waiting?.approvalId], ['outside', asked?.approvalId])
    assert.match(await failing('invoice', 'issue'), /The invoices of 2026-12 are due on 2027-01-04T08:00:00\.000Z/)
  })

  const currencies = ['EUR', 'HKD', 'USD', 'GBP', 'CHF', 'JPY', 'SGD', 'SEK', 'NOK', 'DKK']
  const issue = (at: string) => issueInvoices({ db: sandbox.db, now: () => new Date(at) })
  test('is issued once, without a gap, although two look at the same month at once', async () => {
    await sandbox.gateway().end('SIGTERM')
    await plantFees(sandbox, [1234, 5678], currencies, '2026-12-15')
    // A fee of January that has no position yet is no reason to wait with December.
    await plantUnpublishedFee(sandbox, 5678, 'EUR', '2027-01-03')
    // What anna asked for is agreed to at the same time: the whole month has these terms, or the old ones.
    const [waiting] = await waitingApprovals(sandbox.db, 'vat_terms', '5678')
    const who = { by: 'tom@psp.example', at: new Date('2027-01-04T08:00:00Z') }
    const [agreed, ...counts] = await Promise.all([
      approveVatTerms(sandbox.db, String(waiting?.approvalId), who).then(
        () => 'agreed',
        (error: Error) => error.message,
      ),
      ...[1, 2].map(() => issue('2027-01-04T09:00:00Z')),
    ])
    assert.equal(
      counts.reduce((sum, { issued }) => sum + issued, 0),
      2 * currencies.length,
    )
    if (agreed !== 'agreed') assert.match(agreed, /the invoices of 2026-12 are issued already/)
    const terms = await sandbox.db.read({
      text: `select distinct document -> 'vatTerms' ->> 'treatment' as treatment from invoices
              where merchant_id = 5678 and month = '2026-12-01'`,
      values: [],
    })
    assert.deepEqual(terms, [{ treatment: agreed === 'agreed' ? 'outside' : 'exempt' }])
    const billed = await listInvoices(sandbox.db, { month: '2026-12-01' })
    assert.deepEqual(
      billed.map(({ invoice }) => invoice.number).sort(),
      Array.from({ length: 20 }, (_, index) => `SG2027-${String(index + 1).padStart(6, '0')}`),
    )
    assert.deepEqual(await issue('2027-01-04T09:00:00Z'), { month: undefined, issued: 0, failed: [] })
  })

  test('fees are given back no more than once, although two notes of two years are approved at once', async () => {
    const { db } = sandbox
    const [by, other] = ['anna@psp.example', 'tom@psp.example']
    const bills = async () => (await listInvoices(db, { merchantId: '5678' })).map((one) => one.invoice)
    const { number } = (await bills()).find(({ currency }) => currency === 'GBP') ?? assert.fail()
    const ends = [new Date('2027-12-31T22:59:59Z'), new Date('2027-12-31T23:00:00Z')]
    const asked = await Promise.all(
      ends.map((at) => {
        const net = () => money('GBP', 60n)
        return askForCredit(db, { creditId: randomUUID(), number, reason: 'Goodwill', by, at, net })
      }),
    )
    const decided = await Promise.allSettled(
      asked.map(({ creditId, askedAt: at }) => approveCredit(db, creditId, { by: other, at })),
    )
    assert.deepEqual(decided.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const [refused] = decided.filter((one) => one.status === 'rejected')
    assert.match(String(refused?.reason), /0\.60 GBP cannot be given back: of SG2027-\d+ 0\.40 GBP is left/)
    const [note, ...more] = (await bills()).filter(({ corrects }) => corrects?.number === number)
    assert.deepEqual([note?.net, more], [60n, []])
    assert.match(String(note?.number), /^SG202[78]-C000001$/)
  })

  test('one merchant that cannot be billed holds up neither others nor its own next month, and is made up for', async () => {
    assert.equal((await issue('2027-02-01T09:00:00Z')).month, undefined, 'a fee of January has no position yet')
    await publishFee(sandbox, 5678)
    await plantFees(sandbox, [1234], ['EUR'], '2027-01-15')
    // Another legal entity bills from now on: it numbers for itself, and its files do not take the place of others.
    const [supplier] = await listSuppliers(sandbox.db)
    assert.ok(supplier)
    const since = { by: 'anna@psp.example', at: new Date('2027-01-20T12:00:00Z') }
    await sandbox.db.transaction('chore.set_up', (tx) => setSupplier(tx, { ...supplier, series: 'NL2' }, since))
    await breakInvoicesOf(sandbox, 1234)
    const january = await issue('2027-02-01T09:00:00Z')
    const [failed, ...more] = january.failed
    assert.deepEqual([january.month, january.issued, failed?.merchantId, more], ['2027-01-01', 1, '1234', []])
    await plantFees(sandbox, [1234, 5678], ['EUR'], '2027-02-15')
    // Each morning it is tried again, and no more often.
    assert.equal((await issue('2027-02-01T12:00:00Z')).failed.length, 0)
    const february = await issue('2027-03-01T09:00:00Z')
    assert.deepEqual([february.month, february.issued, february.failed.length], ['2027-02-01', 1, 2])
    const both = (how: string) => ['2027-01', '2027-02'].map((month) => `1234 invoices of ${month} ${how}`)
    assert.deepEqual(await invoicesNotBilled(sandbox), both('open'))
    await mendInvoices(sandbox)
    assert.equal((await issue('2027-03-02T09:00:00Z')).issued, 2)
    assert.deepEqual(await invoicesNotBilled(sandbox), both('ended'))
    const bills = (await listInvoices(sandbox.db, {})).filter(({ month = '' }) => month >= '2027')
    assert.deepEqual(
      bills.map(({ invoice: { number, merchantId, from, issuedOn } }) =>
        [number, merchantId, from, issuedOn].join(' '),
      ),
      [
        'NL22027-000004 1234 2027-02-01 2027-03-02',
        'NL22027-000003 1234 2027-01-01 2027-03-02',
        'NL22027-000002 5678 2027-02-01 2027-03-01',
        'NL22027-000001 5678 2027-01-01 2027-02-01',
      ],
    )
    await sandbox.startGateway()
    // What was planted is not in the books of payments: of the invariants, only that of reports is to hold.
    assert.deepEqual(await brokenOf(sandbox, 7), [])
  })
})
