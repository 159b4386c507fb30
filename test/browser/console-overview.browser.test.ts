import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, tabTo, type Visit } from '../support/browser.ts'
import { enterConsole } from '../support/console-page.ts'
import { assertGood, assertQuiet, heading } from '../support/console-visit.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { sell } from '../support/remittance.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'

describe('the overview in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox('error', noon)
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = (email: string, path = '/'): Promise<Visit> => enterConsole(browser, sandbox, email, path)
  const rowOf = (page: Page, table: string, name: string) =>
    page.getByRole('region', { name: table, exact: true }).getByRole('row', { name })

  test('says what there is none of, before there is a payment', async () => {
    const visitor = await enter('merchant@sandbox.example')
    await visitor.page.getByText('No money is under way.').waitFor()
    await visitor.page.getByText('No payment was created in these days.').waitFor()
    await assertGood(visitor.page)
    assertQuiet(visitor)
    await visitor.close()
  })

  test('shows each chart with its table, leads from a figure to what it counts, and keeps its range in the address', async () => {
    await sell(sandbox, demoShop, 10_000)
    await sell(sandbox, secondShop, 700, 'HKD')
    await openShop(sandbox, demoShop).redirected(anOrder(300, 'EUR'))
    const visitor = await enter('operator@sandbox.example', '/?days=30&tables=open')
    const { page } = visitor
    await page.getByText('66.7 % of 3 were captured.').waitFor()
    await rowOf(page, 'Volume', '24 Nov 2026').getByRole('cell', { name: '3', exact: true }).waitFor()
    await rowOf(page, 'Money under way', 'EUR').getByText('100.00').waitFor()
    await page
      .getByRole('img', { name: /^Today by the hour\. 0 captured until 13:00\. There is no Tuesday before/ })
      .waitFor()
    await rowOf(page, 'Today by the hour', '13:00').getByRole('cell', { name: '3', exact: true }).waitFor()
    await page.getByRole('img', { name: /^Volume\. 66\.7 % of 3/ }).waitFor()
    await assertGood(page)

    await page.getByRole('button', { name: 'Today', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/days=1/)
    await tabTo(page, /^Any currency/)
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/currency=EUR/)
    await page.getByText('100.00 EUR captured in 1 payment.').waitFor()
    await rowOf(page, 'From created to paid', 'Created').getByRole('cell', { name: '2', exact: true }).waitFor()
    await assertGood(page)

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV From created to paid' }).press('Enter'),
    ])
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n')
    assert.deepEqual(lines.slice(0, 2), ['Step,Payments,Share,Of the step before', 'Created,2,100.0 %,100.0 %'])

    await page
      .getByRole('region', { name: 'From created to paid', exact: true })
      .getByRole('link', { name: 'Captured' })
      .focus()
    await page.keyboard.press('Enter')
    await heading(page, 'Payments')
    await page.getByText('1 payment · 100.00 EUR').waitFor()
    await page.goBack()
    await page.getByText('100.00 EUR captured in 1 payment.').waitFor()
    await rowOf(page, 'Today by the hour', '13:00').getByRole('link', { name: '13:00' }).press('Enter')
    await page.waitForURL(/from=2026-11-24T12%3A00%3A00\.000Z&until=2026-11-24T13%3A00%3A00\.000Z/)
    await page.getByText('2 payments · 103.00 EUR').waitFor()
    assertQuiet(visitor)
    await visitor.close()
  })

  test("shows a merchant's people theirs alone", async () => {
    const { page, close } = await enter('merchant@sandbox.example', '/?days=1')
    await page.getByText('50.0 % of 2 were captured.').waitFor()
    assert.equal(await page.getByText('HKD').count(), 0)
    assert.equal(await page.getByText('invariants').count(), 0)
    await close()
  })

  test('is of one merchant once that was chosen, as is every view that can be, until all are wanted again', async () => {
    const visitor = await enter('operator@sandbox.example')
    const { page } = visitor
    await page.getByText('66.7 % of 3 were captured.').waitFor()
    await page.getByLabel('Merchant', { exact: true }).fill('Second')
    await page.locator('option[value^="Second Shop"]').waitFor({ state: 'attached' })
    await page.getByLabel('Merchant', { exact: true }).press('Enter')
    await page.waitForURL(/merchant=5678/)
    await page.getByText('100.0 % of 1 were captured.').waitFor()
    await assertGood(page)

    for (const [name, path] of [
      ['Payments', /payments\?merchant=5678/],
      ['Reconciliation', /reconciliation$/],
      ['Reports', /reports\?merchant=5678/],
      ['Payments', /payments\?merchant=5678/],
    ] as const) {
      await page.getByRole('navigation', { name: 'silkgate' }).getByRole('link', { name, exact: true }).click()
      await page.waitForURL(path)
    }
    await page.getByText('1 payment · 7.00 HKD').waitFor()
    await page.getByRole('button', { name: 'Look at all merchants' }).click()
    await page.waitForURL(/payments$/)
    await page.getByText('3 payments').waitFor()
    assertQuiet(visitor)
    await visitor.close()
  })

  test('stands beside a bell that says what waits for whoever looks, and leads there', async () => {
    const { page, close } = await enter('operator@sandbox.example')
    await page.getByLabel('Nothing waits for you').press('Enter')
    await page.locator('.bell').getByText('Nothing needs you now.').waitFor()
    await assertGood(page)
    const text = 'update webhook_endpoints set failing_since = $1 where merchant_id = 1234'
    await sandbox.db.write('chore.set_up', { text, values: [new Date()] })
    await page.reload()
    await page.getByLabel('1 waiting for you').press('Enter')
    await page.locator('.bell').getByRole('link', { name: '1 failing webhook endpoint' }).press('Enter')
    await heading(page, 'Developers')
    await close()
    const merchant = await enter('merchant@sandbox.example')
    await merchant.page.locator('.bell').waitFor()
    assert.equal(await merchant.page.getByLabel('Merchant', { exact: true }).count(), 0)
    await merchant.close()
  })
})
