import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openBrowser } from '../test/support/browser.ts'
import { startSandboxAnywhere } from './sandbox.ts'

const folder = resolve(import.meta.dirname, '../docs/pictures')

/** Takes the README's pictures: a purchase in the demo shop, half as large as on a screen. */
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
  } finally {
    await browser.close()
    await sandbox.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await takePictures()
