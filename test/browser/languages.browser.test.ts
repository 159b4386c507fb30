import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Language, languages } from '@silkgate/domain'
import { texts } from '@silkgate/page'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, stretchTexts, visit } from '../support/browser.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'

const narrow = { width: 320, height: 640 }
const wide = { width: 1280, height: 900 }
const lands = (page: Page, path: RegExp) => page.waitForURL((url) => path.test(url.pathname))
const plain = (text: unknown): string => String((text as { text?: string }).text ?? text)

/** What a page says is in its language, can be used by everyone, and fits, also when its words are longer and accented. */
const assertGood = async (page: Page, language: Language): Promise<void> => {
  assert.equal(await page.locator('html').getAttribute('lang'), language)
  for (const viewport of [wide, narrow]) {
    await page.setViewportSize(viewport)
    await assertAccessible(page)
    await assertFits(page)
  }
  await page.locator('.languages summary').click()
  assert.ok(((await page.locator('.languages ul').boundingBox())?.x ?? -1) >= 0, 'the menu is cut off at the left')
  await assertFits(page)
  await stretchTexts(page)
  await assertFits(page)
  await page.setViewportSize(wide)
}

describe('a consumer who reads', () => {
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

  const order = async (page: Page) => {
    await page.goto(`${sandbox.simulatorUrl}/shop/products/notebook`)
    await page.selectOption('select[name=country]', 'NL')
    await page.getByRole('button', { name: 'Continue to Alipay+' }).click()
    await lands(page, /^\/cashier\//)
  }
  const choose = async (page: Page, wallet: RegExp) => {
    await page.getByRole('link', { name: wallet }).click()
    await lands(page, /^\/wallet\//)
  }
  const answer = async (page: Page, outcome: string) => {
    await page.locator(`button[value=${outcome}]`).click()
    await lands(page, outcome === 'close' ? /^\/wallet\// : /^\/status\//)
  }
  const says = (page: Page, heading: string) => page.getByRole('heading', { level: 1, name: heading }).waitFor()

  for (const language of languages) {
    const { cashier, wallet, status, endings } = texts[language]

    test(`${language} pays, is refused and runs out of time in that language`, async () => {
      const { page, troubles, close } = await visit(browser, { locale: language, viewport: wide })
      await order(page)
      await assertGood(page, language)
      const cashierUrl = page.url()
      await page.reload()
      await choose(page, /GCash/)
      await assertGood(page, language)
      await page.goto(cashierUrl)
      await says(page, plain(cashier.confirmIn('GCash')))
      await assertGood(page, language)
      await page.goto(cashierUrl.replace('/cashier/', '/status/'))
      await says(page, status.waiting)
      await assertGood(page, language)
      await page.goto(`${cashierUrl.replace('/cashier/', '/wallet/')}/GCASH`)
      await answer(page, 'close')
      await says(page, wallet.closed)
      await assertGood(page, language)
      await page.goto(`${cashierUrl.replace('/cashier/', '/wallet/')}/GCASH`)
      await answer(page, 'success')
      await says(page, endings.paid.heading)
      await assertGood(page, language)

      await order(page)
      await choose(page, /DANA/)
      await answer(page, 'decline')
      await says(page, endings.declined.heading)
      await assertGood(page, language)

      await order(page)
      const late = page.url()
      await advance(sandbox, 'PT12M')
      await says(page, endings.expired.heading)
      await assertGood(page, language)
      await page.goto(late)
      await assertGood(page, language)
      await page.goto(`${sandbox.simulatorUrl}/cashier/281002040090`)
      await says(page, cashier.unknown.heading)
      await assertGood(page, language)
      assert.deepEqual(
        troubles.filter((trouble) => !trouble.includes('404')),
        [],
      )
      await close()
    })
  }

  test('picks another language, and keeps it on every page and on the next visit, without JavaScript too', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, troubles, close } = await visit(browser, { locale: 'fr-FR', javaScriptEnabled })
      await order(page)
      assert.equal(await page.locator('html').getAttribute('lang'), 'en')
      const pick = async (name: string) => {
        await page.locator('.languages summary').click()
        await page.getByRole('link', { name, exact: true }).click()
        await page.locator('.languages summary', { hasText: name }).waitFor()
      }
      await pick('Nederlands')
      assert.match(await page.locator('main').innerText(), /10,99 EUR/)
      await page.locator('.languages summary').click()
      if (javaScriptEnabled) await assertAccessible(page)
      assert.equal(await page.locator('.languages [aria-current]').innerText(), 'Nederlands')
      await choose(page, /GCash/)
      await answer(page, 'close')
      await says(page, texts.nl.wallet.closed)
      await pick('繁體中文（香港）')
      await says(page, texts['zh-HK'].wallet.closed)
      await page.locator('#answer summary').click()
      await answer(page, 'success')
      await says(page, texts['zh-HK'].endings.paid.heading)
      await order(page)
      assert.equal(await page.locator('html').getAttribute('lang'), 'zh-HK')
      assert.deepEqual(troubles, [])
      await close()
    }
  })

  test('sees times in their zone and language, and hears the language of the page', async () => {
    const { page, close } = await visit(browser, { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    await order(page)
    await page.locator('time', { hasText: /^\d\d:\d\d GMT\+8$/ }).waitFor()
    await page.locator('#find').fill('kakao')
    await page.locator('#announcement', { hasText: '找到 1 个钱包' }).waitFor({ state: 'attached' })
    await choose(page, /Kakao/)
    await answer(page, 'success')
    await page.locator('time', { hasText: /^\d{4}年\d+月\d+日 \d\d:\d\d:\d\d GMT\+8$/ }).waitFor()
    await close()
  })
})
