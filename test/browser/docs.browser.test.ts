import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo, visit } from '../support/browser.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'

const paths = [
  '/docs',
  '/docs/start/first-payment',
  '/docs/guides/connect-a-shop',
  '/docs/reference/api/operations',
  '/docs/reference/api/operations/payments.create',
  '/docs/reference/api/coverage',
  '/docs/reference/errors',
  '/docs/reference/errors/access-to-consumer-id-not-allowed',
  '/docs/reference/states',
  '/docs/decisions/0005-libraries',
  '/docs/nothing',
]

describe('the documentation in a browser', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox()
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  test('is accessible, fits a phone, and asks nobody else for anything', async () => {
    for (const viewport of [
      { width: 360, height: 640 },
      { width: 1280, height: 800 },
    ]) {
      const { page, troubles, close } = await visit(browser, { viewport })
      for (const path of paths) {
        await page.goto(`${sandbox.gatewayUrl}${path}`)
        if (viewport.width === 360) await assertAccessible(page)
        await assertFits(page)
      }
      assert.deepEqual(
        troubles.filter((trouble) => !trouble.includes('404')),
        [],
      )
      await close()
    }
  })

  test('needs no mouse: from the first page to an error’s remedy by keyboard', async () => {
    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.gatewayUrl}/docs`)
    await tabTo(page, /^Skip to the content$/)
    await page.keyboard.press('Enter')
    assert.match(page.url(), /#content$/)
    await tabTo(page, /^Errors$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/reference\/errors$/)
    await tabTo(page, /^UNKNOWN_PRODUCT_ID$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What to do' }).waitFor()
    await close()
  })

  test('scrolls what is wide by keyboard, inside itself', async () => {
    const { page, close } = await visit(browser, { viewport: { width: 360, height: 640 } })
    await page.goto(`${sandbox.gatewayUrl}/docs/reference/errors`)
    const region = page.getByRole('region', { name: 'Table 1' })
    await region.focus()
    await page.keyboard.press('ArrowRight')
    // Asked again and again from here: the page's policy lets no text be run as a script within it.
    const isScrolled = "document.activeElement.scrollLeft > 0 && document.activeElement.className === 'wide'"
    await until('the table is scrolled', async () => (await page.evaluate(isScrolled)) === true)
    await close()
  })
})
