import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { enterConsole } from '../support/console-page.ts'
import { dispute, disputesOf } from '../support/disputes.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

describe('payments in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  let paymentId: string
  let foreign: string
  before(async () => {
    sandbox = await aSandbox('error', noon)
    browser = await openBrowser()
    const captured = async (identity: typeof demoShop, amount: number) => {
      const shop = openShop(sandbox, identity)
      const placed = await shop.redirected(anOrder(amount))
      await payInWallet(sandbox, placed.redirectUrl)
      await shop.whenStatus(placed.paymentId, 'CAPTURED')
      return placed.paymentId
    }
    paymentId = await captured(demoShop, 10_000)
    foreign = await captured(secondShop, 700)
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = async (email: string, path = '/', password?: string): Promise<Page> =>
    (await enterConsole(browser, sandbox, email, path, password)).page
  const assertGood = async (page: Page): Promise<void> => {
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
  }

  test('are found and one is refunded, by keyboard alone', async () => {
    const page = await enter('operator@sandbox.example')
    await page.keyboard.press('/')
    await page.keyboard.type(paymentId)
    await page.keyboard.press('Enter')
    await page.getByText('100.00 EUR is captured, and expected in the file of').waitFor()
    await tabTo(page, /^Refund…$/)
    await page.keyboard.press('Enter')
    const amount = page.getByLabel('Amount in EUR')
    await amount.waitFor()
    await assertAccessible(page)
    await tabTo(page, /^amount$/)
    await page.keyboard.press('Control+A')
    await page.keyboard.type('30.505')
    await page.getByText('EUR has 2 decimals, not 30.505.').waitFor()
    await page.keyboard.press('Backspace')
    await tabTo(page, /^Refund 30\.50 EUR$/)
    await page.keyboard.press('Enter')
    await page.getByRole('listitem').filter({ hasText: 'Asked for by operator@sandbox.example' }).waitFor()
    await assertGood(page)
    await page.goto(`${sandbox.gatewayUrl}/console/refunds`)
    await page.getByRole('cell', { name: '30.50 EUR' }).waitFor()
    await assertGood(page)
    await page.context().close()
  })

  test('have a note written on them, and a webhook sent again', async () => {
    const page = await enter('operator@sandbox.example', `/payments/${paymentId}`)
    await page.getByRole('button', { name: 'Add note…' }).click()
    await page.getByLabel('Note', { exact: true }).fill('Asked Alipay+')
    await page.getByRole('button', { name: 'Keep note' }).click()
    await page.getByText('Asked Alipay+').waitFor()
    await page.getByRole('button', { name: 'Replay payment.captured' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Replay payment.captured' }).click()
    await page.getByText('It is sent again.').waitFor()
    await page.context().close()
  })

  test("are a merchant's own for its people, and whoever may not refund has no button for it", async () => {
    const page = await enter('merchant@sandbox.example', '/payments')
    await page.getByRole('status').filter({ hasText: '1 payment · 100.00 EUR' }).waitFor()
    await page.goto(`${sandbox.gatewayUrl}/console/payments/${foreign}`)
    await page.getByText('There is nothing here.').waitFor()
    await page.goto(`${sandbox.gatewayUrl}/console/payments/${paymentId}`)
    await page.getByRole('heading', { name: 'Notes' }).waitFor()
    assert.equal(await page.getByText('Asked Alipay+').count(), 0)
    assert.equal(await page.getByRole('button', { name: /^Refund/ }).count(), 1)
    await page.context().close()
    const [looks] = await silkgate(sandbox, 'user', 'add', 'looks@psp.example', '--role', 'viewer')
    const looking = await enter('looks@psp.example', `/payments/${paymentId}`, String(looks?.password))
    await looking.getByRole('heading', { name: 'Notes' }).waitFor()
    assert.equal(await looking.getByRole('button', { name: /^Refund/ }).count(), 0)
    await looking.context().close()
  })

  test('are filtered, kept as a view and exported as they are filtered', async () => {
    const page = await enter('operator@sandbox.example', '/payments?currency=EUR&least=50&status=CAPTURED,PAID')
    await page.getByRole('status').filter({ hasText: '1 payment · 100.00 EUR' }).waitFor()
    await page.getByRole('button', { name: 'Keep this view…' }).click()
    await page.getByLabel('Name').fill('Large ones')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('link', { name: 'Large ones' }).waitFor()
    await page.getByText('State: Captured, Paid').click()
    await assertGood(page)
    await page.keyboard.press('Escape')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    assert.equal(lines.length, 2)
    assert.match(lines[1] ?? '', new RegExp(`^${paymentId},.*CAPTURED,100\\.00,EUR`))
    await page.goto(`${sandbox.gatewayUrl}/console/payments?least=50`)
    await page.getByRole('alert').filter({ hasText: 'Choose a currency' }).first().waitFor()
    await page.context().close()
  })

  test('are disputed, and the dispute is accepted by somebody who may', async () => {
    await dispute(sandbox, foreign, 'escalation', 700)
    const page = await enter('operator@sandbox.example', '/disputes')
    await page.getByRole('link', { name: 'Wants money back' }).click()
    await page.getByRole('button', { name: 'Give back 7.00 EUR…' }).click()
    await assertGood(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Give back 7.00 EUR' }).click()
    await page.getByText('Accepted, money returned').waitFor()
    await page.context().close()
  })

  test('are asked about, and defended with a document that was handed in', async () => {
    await dispute(sandbox, paymentId, 'retrieval')
    const page = await enter('operator@sandbox.example', '/disputes')
    await page.getByRole('link', { name: 'Asks about a payment' }).click()
    await page.getByRole('button', { name: 'Add evidence…' }).click()
    const document = { name: 'receipt.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nreceipt\n') }
    await page.getByLabel('Document').setInputFiles(document)
    await assertGood(page)
    await page.getByRole('button', { name: 'Hand it in' }).click()
    await page.getByRole('button', { name: 'receipt.pdf' }).waitFor()
    await page.getByRole('button', { name: 'Defend…' }).click()
    await page.getByText('with the evidence (1)').waitFor()
    await assertGood(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Defend', exact: true }).click()
    await page.getByText('Defended').waitFor()
    await page.context().close()
    const told = await until('Alipay+ has the answer', async () => (await disputesOf(sandbox, paymentId))[0]?.answer)
    assert.deepEqual(
      told.evidences.map(({ fileName, size }) => [fileName, size]),
      [['receipt.pdf', document.buffer.length]],
    )
  })
})
