import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, visit } from '../support/browser.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'

describe('the audit trail in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox()
    browser = await openBrowser()
    await silkgate(sandbox, 'user', 'disable', 'operator2@sandbox.example', '--as', 'ana@psp.example')
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  test('shows who did what, before and after, and whether the chain is whole, by the keyboard alone', async () => {
    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.gatewayUrl}/console/audit`)
    await page.getByLabel('E-mail').fill('operator@sandbox.example')
    await page.getByLabel('Password').fill('sandbox')
    await page.keyboard.press('Enter')
    await page.getByRole('cell', { name: 'user disable' }).waitFor()
    await page.getByLabel('By', { exact: true }).focus()
    await page.keyboard.type('ana@psp.example')
    await page.keyboard.press('Enter')
    await page.waitForURL(/by=ana/)
    await page.getByRole('cell', { name: 'session.begin' }).waitFor({ state: 'detached' })
    await page.locator('main summary').first().focus()
    await page.keyboard.press('Enter')
    await page.getByText('disabled_at').waitFor()
    await page.getByRole('button', { name: 'Verify now' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/The chain is whole: \d+ entries/).waitFor()
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export as CSV' }).click()
    assert.equal((await download).suggestedFilename(), 'audit.csv')
    await close()
  })
})
