import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, visit } from '../support/browser.ts'
import { demoShop } from '../support/merchant.ts'
import { openSession, type Session } from '../support/page-of-merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance } from '../support/simulator.ts'

/** The call of the browser's SDK, run inside the page. */
const callOfSdk = async ({ url, clientSessionId }: { url: string; clientSessionId: string }) => {
  const answer = await fetch(url, {
    headers: {
      'Content-Type': 'application/json',
      'X-GCS-ClientMetaInfo': btoa(JSON.stringify({ sdkIdentifier: 'JavaScriptClientSDK/v6.0.6' })),
      Authorization: `GCS v1Client:${clientSessionId}`,
    },
  })
  return { status: answer.status, body: await answer.json() }
}

describe('a shop’s own page, of another origin', () => {
  let sandbox: TestSandbox
  let browser: Browser
  let shopPages: Server
  let origin: string
  before(async () => {
    sandbox = await aSandbox()
    browser = await openBrowser()
    shopPages = createServer((_request, response) =>
      response
        .setHeader('Content-Type', 'text/html')
        .end('<!doctype html><link rel="icon" href="data:,"><title>Shop</title>'),
    )
    await new Promise<void>((resolve) => shopPages.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(shopPages.address() as AddressInfo).port}`
  })
  after(async () => {
    shopPages.close()
    await browser.close()
    await sandbox.close()
  })

  const ask = (page: Page, { clientApiUrl, customerId, clientSessionId }: Session) => {
    const url = `${clientApiUrl}/v1/${customerId}/products?countryCode=NL&amount=1500&currencyCode=EUR&locale=nl_NL`
    return page.evaluate(callOfSdk, { url, clientSessionId })
  }

  test('reads the products with a session, and shows the logo', async () => {
    const session = await openSession(openShop(sandbox, demoShop))
    const { page, troubles, close } = await visit(browser)
    await page.goto(origin)
    const { status, body } = await ask(page, session)
    const [product] = (body as { paymentProducts: { id: number; displayHints: { label: string; logo: string } }[] })
      .paymentProducts
    assert.deepEqual([status, product?.id, product?.displayHints.label], [200, 866, 'Alipay+-wallets'])
    await page.setContent(`<img alt="Alipay+" src="${session.assetUrl}/${product?.displayHints.logo}">`)
    await page.waitForFunction('document.images[0].complete')
    assert.equal(await page.evaluate('document.images[0].naturalWidth'), 120)
    assert.deepEqual(troubles, [])
    await close()
  })

  test('can read that its session is over', async () => {
    const session = await openSession(openShop(sandbox, demoShop))
    await advance(sandbox, 'PT2H')
    const { page, close } = await visit(browser)
    await page.goto(origin)
    const { status, body } = await ask(page, session)
    const [error] = (body as { errors: { code: string }[] }).errors
    assert.deepEqual([status, error?.code], [403, '9002'])
    await close()
  })
})
