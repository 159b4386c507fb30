import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo, visit } from '../support/browser.ts'
import { openCheckout } from '../support/checkout.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'

const heading = (page: Page) => page.locator('h1').innerText()
const lands = (page: Page, path: RegExp) => page.waitForURL((url) => path.test(url.pathname))
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

const items = [
  { orderLineDetails: { productName: 'Dotted notebook, A5, 160 pages', quantity: 2, lineAmountTotal: 2198 } },
  { orderLineDetails: { productName: 'Gift wrapping', quantity: 1, lineAmountTotal: 100 } },
]
const anOrderOfTwo = { ...anOrder(2499, 'EUR').order, shoppingCart: { items } }

describe('a consumer at the hosted checkout', () => {
  let sandbox: TestSandbox
  let browser: Browser
  let shop: Shop
  before(async () => {
    sandbox = await aSandbox()
    browser = await openBrowser()
    shop = openShop(sandbox, demoShop)
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const open = (wishes: object = {}, order: object = anOrderOfTwo) =>
    openCheckout(shop, { returnUrl: `${sandbox.simulatorUrl}/shop/`, ...wishes }, order)

  test('comes from the shop, pays, reads the result, and comes back to an order that is captured', async () => {
    const { page, troubles, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/shop/products/notebook`)
    await page.selectOption('select[name=country]', 'NL')
    await page.getByLabel('On the hosted checkout').check()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(page, /^\/checkout\//)
    assert.equal(await heading(page), 'Pay 10.99 EUR')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(page, /^\/cashier\//)
    await page.getByRole('link', { name: /GCash/ }).click()
    await page.getByRole('button', { name: /^Pay \d/ }).click()
    await lands(page, /^\/status\//)
    await page.getByRole('link', { name: /Back to Demo Shop/ }).click()
    await lands(page, /^\/checkout\//)
    await page.getByRole('heading', { level: 1, name: 'Payment complete' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Back to Demo Shop' }).click()
    await lands(page, /^\/shop\/orders\//)
    await page.getByText('payment.captured').waitFor()
    assert.match(await page.content(), /RETURNMAC is the one of this payment/)
    assert.deepEqual(troubles, [])
    await close()
  })

  test('does it with the keyboard alone, and changes the language', async () => {
    const { link } = await open()
    const { page, close } = await visit(browser)
    await page.goto(link)
    await tabTo(page, /English/)
    await page.keyboard.press('Enter')
    await tabTo(page, /Nederlands/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Betaal / }).waitFor()
    await tabTo(page, /Verder naar Alipay\+/)
    await page.keyboard.press('Enter')
    await lands(page, /^\/cashier\//)
    await close()
  })

  test('does it without JavaScript, on a phone', async () => {
    const { link } = await open({ locale: 'zh_HK', variant: '105' })
    const { page, close } = await visit(browser, { ...phone, javaScriptEnabled: false })
    await page.goto(link)
    await page.locator('main summary').click()
    assert.match(await page.locator('main details').innerText(), /2 × Dotted notebook/)
    await page.getByRole('button', { name: '前往 Alipay+ 付款' }).click()
    await lands(page, /^\/cashier\//)
    await payInWallet(sandbox, page.url())
    await page.goto(link)
    for (let look = 0; look < 20 && (await heading(page)) !== '付款成功'; look++) {
      await page.getByRole('link', { name: '重新查詢' }).click()
    }
    assert.equal(await heading(page), '付款成功')
    await close()
  })

  test('presses twice, goes back, and reloads: one payment, and a page that says how it stands', async () => {
    const { id, link } = await open()
    const { page, close } = await visit(browser)
    await page.goto(link)
    await page.getByRole('button', { name: 'Continue to Alipay+' }).dblclick()
    await lands(page, /^\/cashier\//)
    const place = page.url()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'We are waiting for your wallet' }).waitFor()
    await page.reload()
    await page.getByRole('link', { name: /I have not paid yet/ }).click()
    assert.equal(page.url(), place)
    const { body } = await shop.client.v1.payments.find(shop.merchantId, { hostedCheckoutId: id })
    assert.equal((body as { totalCount: number }).totalCount, 1)
    await close()
  })

  test('waits, and the page changes by itself when the wallet has paid', async () => {
    const { link } = await open()
    const { page, close } = await visit(browser)
    await page.goto(link)
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(page, /^\/cashier\//)
    const place = page.url()
    await page.goto(link)
    await page.getByRole('heading', { level: 1, name: 'We are waiting for your wallet' }).waitFor()
    await payInWallet(sandbox, place)
    await page.getByRole('heading', { level: 1, name: 'Payment complete' }).waitFor()
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1')
    await close()
  })

  test('cancels, and comes back to the shop', async () => {
    const { link } = await open({ returnCancelState: true })
    const { page, close } = await visit(browser)
    await page.goto(link)
    await page.getByRole('button', { name: 'Cancel and return to Demo Shop' }).click()
    await lands(page, /^\/shop\//)
    assert.match(page.url(), /RETURNMAC=/)
    await page.goto(link)
    assert.equal(await heading(page), 'You cancelled')
    await assertAccessible(page)
    await close()
  })

  test('finds every page accessible and fitting, in each language, look, theme and width', async () => {
    const declined = await open({ variant: '105' })
    const expired = await open({}, anOrder(1_500_00, 'JPY').order)
    const stages = {
      choosing: (await open({ variant: '105' })).link,
      plain: (await open({}, anOrder(4250, 'KWD').order)).link,
      expired: expired.link,
      declined: declined.link,
      unknown: expired.link.slice(0, -1),
    }
    const first = await visit(browser)
    await first.page.goto(declined.link)
    await first.page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(first.page, /^\/cashier\//)
    await payInWallet(sandbox, first.page.url(), 'decline')
    await lands(first.page, /^\/status\//)
    await first.page.goto(declined.link)
    await first.page.getByRole('heading', { level: 1, name: 'Payment not made' }).waitFor()
    await first.close()
    for (const [width, colorScheme, ...languages] of [
      [1280, 'light', 'en', 'zh-HK'],
      [1280, 'dark', 'nl'],
      [320, 'light', 'nl', 'zh-CN'],
      [320, 'dark', 'en'],
    ] as const) {
      const { page, troubles, close } = await visit(browser, { viewport: { width, height: 800 }, colorScheme })
      for (const [stage, link] of Object.entries(stages)) {
        for (const language of languages) {
          await page.goto(`${link}?lang=${language}`)
          assert.equal(await page.getAttribute('html', 'lang'), language, stage)
          await assertAccessible(page)
          await assertFits(page)
        }
      }
      assert.deepEqual(
        troubles.filter((trouble) => !/404|410/.test(trouble)),
        [],
      )
      await close()
    }
  })

  test('is told when the page has expired', async () => {
    const { link } = await open()
    await advance(sandbox, 'PT2H')
    const { page, close } = await visit(browser)
    await page.goto(link)
    assert.equal(await heading(page), 'This page has expired')
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Back to Demo Shop' }).waitFor()
    await close()
  })

  test('is told so on a page that was left open, too, once it is looked at again', async () => {
    const { link } = await open()
    const { page, close } = await visit(browser)
    await page.goto(link)
    await advance(sandbox, 'PT2H')
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await page.getByRole('heading', { level: 1, name: 'This page has expired' }).waitFor()
    await close()
  })

  test('hears of what is to be corrected first, and reaches it from there', async () => {
    const { link } = await open()
    const { page, close } = await visit(browser)
    await page.goto(link)
    await page.evaluate("document.querySelector('#way-866').remove()")
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await page.getByText('There is one thing to correct').waitFor()
    assert.equal(await page.evaluate('document.activeElement.className'), 'problems')
    await assertAccessible(page)
    await tabTo(page, /Choose how you want to pay/)
    await page.keyboard.press('Enter')
    assert.match(page.url(), /#way-866$/)
    await close()
  })
})
