import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../test/support/browser.ts'
import { type Sandbox, startSandboxAnywhere } from './sandbox.ts'

const folder = resolve(import.meta.dirname, '../docs/pictures')

const main = resolve(import.meta.dirname, '../apps/gateway/src/main.ts')

/** What the console shows of the purchase once it is PAID, beside a month of other payments. */
const takeConsole = async (browser: Browser, { gatewayUrl, databaseUrl }: Sandbox, dataDir: string): Promise<void> => {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl }
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ advance: 'P10D' })
  const moved = await fetch(`${gatewayUrl}/sandbox/clock`, { method: 'POST', headers, body })
  if (!moved.ok) throw new Error(`The clock was not moved: ${await moved.text()}`)
  await promisify(execFile)(process.execPath, [main, 'sandbox', 'seed', '--payments', '20000'], { env })
  const page = await browser.newPage({ viewport: { width: 1440, height: 960 }, deviceScaleFactor: 0.6 })
  await page.goto(`${gatewayUrl}/console/`)
  await page.getByLabel('E-mail').fill('operator@sandbox.example')
  await page.getByLabel('Password').fill('sandbox')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Close the first steps' }).click()
  await page.locator('#content svg[role=img]').first().waitFor()
  await page.screenshot({ path: join(folder, 'console-overview.png') })
  await page.goto(`${gatewayUrl}/console/payments?merchant=1234`)
  await page.getByRole('table').getByRole('link').first().click()
  await page.locator('#way').waitFor()
  await page.screenshot({ path: join(folder, 'console-payment.png') })
}

/** Takes the README's pictures: a purchase in the demo shop, and what the console shows of it; smaller than on a screen. */
const takePictures = async (): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'silkgate-pictures-'))
  const sandbox = await startSandboxAnywhere({ dataDir, environment: { LOG_LEVEL: 'error' }, output: 'ignore' })
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 820 }, deviceScaleFactor: 0.5 })
    const picture = (name: string) => page.screenshot({ path: join(folder, `${name}.png`) })
    await page.goto(`${sandbox.simulatorUrl}/shop/`)
    await picture('shop')
    await page.getByRole('link', { name: 'Dotted notebook' }).click()
    await page.selectOption('select[name=country]', 'NL')
    await page.getByLabel('On the hosted checkout').check()
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await page.waitForURL(/\/checkout\//)
    await picture('checkout')
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await page.getByRole('img', { name: 'QR code for this payment' }).waitFor()
    await picture('cashier')
    await page.getByRole('link', { name: /AlipayHK/ }).click()
    await page.getByRole('button', { name: /^Pay \d/ }).waitFor()
    await picture('wallet')
    await page.getByRole('button', { name: /^Pay \d/ }).click()
    await page.getByRole('link', { name: /Back to/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Payment complete' }).waitFor()
    await page.getByRole('link', { name: /Back to/ }).click()
    await page.getByText('payment.captured').waitFor()
    await picture('captured')
    await takeConsole(browser, sandbox, dataDir)
  } finally {
    await browser.close()
    await sandbox.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await takePictures()
