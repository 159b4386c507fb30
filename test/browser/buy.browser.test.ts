import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import jsQR from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { assertAccessible, assertFits, openBrowser, tabTo, visit } from '../support/browser.ts'
import { demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, setFaults } from '../support/simulator.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
const heading = (page: Page) => page.locator('h1').innerText()
const lands = (page: Page, path: RegExp) => page.waitForURL((url) => path.test(url.pathname))

describe('a consumer', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox()
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await sandbox.close()
  })

  /** Orders in the shop and comes to the cashier. */
  const order = async (page: Page, product = 'notebook') => {
    await page.goto(`${sandbox.simulatorUrl}/shop/products/${product}`)
    await page.selectOption('select[name=country]', 'NL')
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(page, /^\/cashier\//)
  }
  const statusOf = async (page: Page) => {
    const id = /0000001234\d{20}/.exec(await page.content())?.[0] ?? ''
    return openShop(sandbox, demoShop).statusOf(id)
  }

  test('buys, pays in a wallet, and comes back to an order that is captured', async () => {
    const { page, troubles, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/shop/`)
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Dotted notebook' }).click()
    await assertAccessible(page)
    await order(page)
    await assertAccessible(page)
    assert.match(await page.content(), /10\.99/)
    await page.getByRole('link', { name: /GCash/ }).click()
    await lands(page, /^\/wallet\//)
    await assertAccessible(page)
    await page.getByRole('button', { name: /^Pay \d/ }).click()
    await lands(page, /^\/status\//)
    assert.equal(await heading(page), 'Payment complete')
    await assertAccessible(page)
    await page.getByRole('link', { name: /Back to Demo Shop/ }).click()
    await lands(page, /^\/shop\/orders\//)
    await page.getByRole('heading', { level: 1, name: 'Payment complete' }).waitFor()
    for (const event of ['created', 'redirected', 'captured']) await page.getByText(`payment.${event}`).waitFor()
    await assertAccessible(page)
    assert.match(await page.content(), /RETURNMAC is the one of this payment/)
    assert.equal(await statusOf(page), 'CAPTURED')
    assert.deepEqual(troubles, [])
    await close()
  })

  test('does the same with the keyboard alone', async () => {
    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/shop/`)
    await tabTo(page, /Dotted notebook/)
    await page.keyboard.press('Enter')
    await lands(page, /^\/shop\/products\//)
    await tabTo(page, /Choose your country|country/)
    await page.keyboard.type('Netherlands')
    await tabTo(page, /Continue to Alipay\+/)
    await page.keyboard.press('Enter')
    await lands(page, /^\/cashier\//)
    await tabTo(page, /AlipayHK/)
    await page.keyboard.press('Enter')
    await lands(page, /^\/wallet\//)
    await tabTo(page, /^Pay \d/)
    await page.keyboard.press('Enter')
    await lands(page, /^\/status\//)
    await tabTo(page, /Back to Demo Shop/)
    await page.keyboard.press('Enter')
    await lands(page, /^\/shop\/orders\//)
    await page.getByText('payment.captured').waitFor()
    await close()
  })

  test('does the same on a phone without JavaScript', async () => {
    const { page, close } = await visit(browser, { ...phone, javaScriptEnabled: false })
    await order(page, 'postcards')
    assert.match(await page.content(), /AlipayHK/)
    assert.doesNotMatch(await page.content(), /GCash/, 'HKD is for AlipayHK alone')
    await page.getByRole('link', { name: /AlipayHK/ }).click()
    await page.getByRole('button', { name: /^Pay \d/ }).click()
    await page.getByRole('link', { name: /Back to Demo Shop/ }).click()
    await lands(page, /^\/shop\/orders\//)
    for (let look = 0; look < 20 && (await heading(page)) !== 'Payment complete'; look++) {
      await page.getByRole('link', { name: 'Check again' }).click()
    }
    assert.equal(await heading(page), 'Payment complete')
    await close()
  })

  test('finds every page to fit a narrow window, with amounts of no and of three decimals', async () => {
    const { page, close } = await visit(browser, { viewport: { width: 320, height: 640 } })
    for (const [product, amount] of [
      ['cranes', /1,500/],
      ['opener', /4\.250/],
    ] as const) {
      await order(page, product)
      await assertFits(page)
      assert.match(await page.content(), amount)
      await page.getByRole('link', { name: /Kakao Pay/ }).click()
      await assertFits(page)
      await page.getByRole('button', { name: /^Pay \d/ }).click()
      await lands(page, /^\/status\//)
      await assertFits(page)
      await page.getByRole('link', { name: /Back to Demo Shop/ }).click()
      await assertFits(page)
    }
    await page.goto(`${sandbox.simulatorUrl}/shop/`)
    await assertFits(page)
    await close()
  })

  test('reads the QR code back in light and dark, and sees the desktop follow the phone', async () => {
    const desktop = await visit(browser)
    await order(desktop.page)
    for (const colorScheme of ['light', 'dark'] as const) {
      await desktop.page.emulateMedia({ colorScheme })
      const { data, width, height } = PNG.sync.read(await desktop.page.screenshot())
      assert.equal(jsQR.default(new Uint8ClampedArray(data), width, height)?.data, desktop.page.url(), colorScheme)
    }
    const mobile = await visit(browser, phone)
    await mobile.page.goto(desktop.page.url())
    await mobile.page.getByRole('link', { name: /Touch 'n Go/ }).click()
    await desktop.page.getByText("Confirm in Touch 'n Go eWallet on your phone").waitFor()
    await mobile.page.getByRole('button', { name: /^Pay \d/ }).click()
    await desktop.page.getByRole('heading', { level: 1, name: 'Payment complete' }).waitFor()
    await Promise.all([desktop.close(), mobile.close()])
  })

  test('is told what happened when it is not paid, one ending a page, never that it is', async () => {
    const endings = [
      ['Decline', 'Payment not made', 'REJECTED'],
      ['Pay without enough balance', 'Not enough balance', 'REJECTED'],
    ] as const
    for (const [button, says, status] of endings) {
      const { page, close } = await visit(browser)
      await order(page)
      await page.getByRole('link', { name: /DANA/ }).click()
      await page.getByRole('button', { name: button }).click()
      await lands(page, /^\/status\//)
      assert.equal(await heading(page), says)
      await assertAccessible(page)
      assert.doesNotMatch(await page.locator('main').innerText(), /complete|Paid/)
      await page.getByRole('link', { name: /Back to Demo Shop/ }).click()
      await page.getByText('payment.rejected').waitFor()
      assert.equal(await statusOf(page), status)
      await assertAccessible(page)
      await close()
    }
  })

  test('who closes the wallet has until the time is up; then the QR code is gone and nothing was charged', async () => {
    const { page, close } = await visit(browser)
    await order(page)
    const cashier = page.url()
    await page.getByText('Show all 17 wallets').click()
    await page.getByRole('link', { name: /BPI/ }).click()
    await page.getByRole('button', { name: 'Close without answering' }).click()
    await assertAccessible(page)
    await page.goto(cashier)
    await page.getByRole('img', { name: 'QR code for this payment' }).waitFor()
    await advance(sandbox, 'PT12M')
    await page.getByRole('heading', { level: 1, name: 'Time is up' }).waitFor()
    assert.equal(await page.getByRole('img', { name: 'QR code for this payment' }).count(), 0)
    await assertAccessible(page)
    await close()
  })

  test('who sends the order twice makes one payment', async () => {
    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/shop/products/pen`)
    await page.selectOption('select[name=country]', 'HK')
    const body = new URLSearchParams({
      token: await page.locator('input[name=token]').inputValue(),
      country: 'HK',
    })
    const send = () => fetch(page.url(), { method: 'POST', body, redirect: 'manual' })
    const answers = await Promise.all([send(), send(), send()])
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(page, /^\/cashier\//)
    const places = answers.map((answer) => answer.headers.get('location'))
    assert.deepEqual(places, [page.url(), page.url(), page.url()])
    await close()
  })

  test('is told in the shop’s words when the payment is refused or the provider is away', async () => {
    await setFaults(sandbox, { name: 'refused' })
    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/shop/products/scarf`)
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    assert.match(await page.locator('main').innerText(), /Choose your country/)
    await assertAccessible(page)
    await page.selectOption('select[name=country]', 'HK')
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(page, /^\/shop\/orders\//)
    assert.match(await page.locator('main').innerText(), /Nothing was charged/)
    await assertAccessible(page)
    await setFaults(sandbox)
    for (const [path, says] of [
      ['/cashier/281002040090', 'Payment not found'],
      ['/shop/orders/none', 'Page not found'],
    ] as const) {
      await page.goto(`${sandbox.simulatorUrl}${path}`)
      assert.equal(await heading(page), says)
      await assertAccessible(page)
    }
    await close()
  })
})
