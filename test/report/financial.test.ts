import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unzipSync } from 'fflate'
import { listReports, type Report } from '../../apps/gateway/src/report/index.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'

describe('the Financial Report and the spreadsheet', () => {
  let sandbox: TestSandbox
  let reports: readonly Report[]
  before(async () => {
    sandbox = await aSandbox('error', noon)
    const shop = openShop(sandbox, demoShop)
    const text = 'update merchants set name = $1 where merchant_id = 5678'
    await sandbox.db.write('chore.set_up', { text, values: ['第二商店 & Łódź <Second> Иван 상점 ร้าน متجر חנות'] })
    for (const amount of [1_500, 2_000]) {
      const order = anOrder(amount)
      const references = { merchantReference: '=HYPERLINK("x")' }
      const { redirectUrl, paymentId } = await shop.redirected({ ...order, order: { ...order.order, references } })
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
    }
    await advance(sandbox, 'P7D')
    reports = (await listReports(sandbox.db, {})).reverse()
  })
  after(() => sandbox?.close())

  const bytesOf = ({ merchantId, name }: Report) => readFileSync(join(sandbox.dataDir, 'reports', merchantId, name))
  const of = (merchantId: string, kind: string, format: string) =>
    reports.filter((one) => one.merchantId === merchantId && one.kind === kind && one.format === format)

  test('comes from Monday to Friday, and Monday’s tells of the weekend too', () => {
    assert.deepEqual(
      of('1234', 'financial', 'pdf').map(({ since, day }) => [since.slice(8), day.slice(8)]),
      [
        ['24', '24'],
        ['25', '25'],
        ['26', '26'],
        ['27', '27'],
        ['28', '30'],
      ],
    )
    assert.equal(of('5678', 'transactions', 'xlsx').length, 7)
  })

  test('leads from balance to balance: the amounts of a currency in CSV add up to what the books say', async () => {
    const last = of('1234', 'financial', 'csv').at(-1)
    assert.ok(last !== undefined)
    const [head = '', ...rows] = bytesOf(last).toString().trimEnd().split('\r\n')
    assert.equal(head, 'MerchantID,From,To,Currency,Kind,Reference,Date,Count,Amount')
    const cents = rows.map((row) => Math.round(Number(row.split(',').at(-1)) * 100))
    const [books] = await sandbox.db.read<{ minor: bigint }>({
      text: `select sum(case credit when 'available' then minor else - minor end)::bigint as minor from transfers
              where merchant_id = 1234 and 'available' in (debit, credit) and position <= $1`,
      values: [last.positions.upTo],
    })
    assert.equal(BigInt(cents.reduce((sum, one) => sum + one, 0)), books?.minor)
    const xml = of('1234', 'financial', 'xml').map((one) => bytesOf(one).toString())
    assert.ok(
      xml.some((text) => text.includes('kind="Payments paid" count="2" amount="35.00"')),
      xml.at(-1),
    )
    assert.ok(
      xml.some((text) => /kind="Fees" count="1" amount="-0\.\d\d"/.test(text)),
      xml.at(-1),
    )
  })

  test('is a PDF that shows names in their own script, and the same one when it is made again', async () => {
    const [pdf] = of('5678', 'financial', 'pdf')
    assert.ok(pdf !== undefined)
    const bytes = bytesOf(pdf).toString('latin1')
    assert.match(bytes, /^%PDF-1\./)
    for (const font of ['NotoSansSC', 'NotoSansKR', 'NotoSansThai', 'NotoSansArabic', 'NotoSansHebrew']) {
      assert.ok(bytes.includes(font), font)
    }
    for (const merchantId of ['1234', '5678']) {
      const made = await silkgate(sandbox, 'report', 'make', merchantId, '2026-11-24')
      for (const { name, sha256 } of made) {
        assert.equal(sha256, reports.find((one) => one.name === name)?.made?.sha256, String(name))
      }
      assert.equal(made.length, 6)
    }
  })

  test('is a spreadsheet with a row for each movement, text that is no formula, and numbers that can be added', () => {
    const [first] = of('1234', 'transactions', 'xlsx')
    assert.ok(first !== undefined)
    const parts = unzipSync(bytesOf(first))
    const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString()
    assert.equal(sheet.split('<row>').length - 1, 1 + 2)
    assert.match(sheet, /<c t="inlineStr"><is><t xml:space="preserve">=HYPERLINK\("x"\)<\/t><\/is><\/c>/)
    assert.match(sheet, /<c s="2"><v>15\.00<\/v><\/c>/)
    assert.doesNotMatch(sheet, /<f>/)
    assert.ok(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/styles.xml'].every((name) => name in parts))
  })
})
