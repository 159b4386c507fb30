import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Response } from 'playwright-core'
import { assertConnectShape } from '../connect-shape.ts'
import { openBrowser, type Visit, visit } from '../support/browser.ts'
import { demoShop, secondShop } from '../support/merchant.ts'
import { openSession, type Session } from '../support/page-of-merchant.ts'
import { assertRefusal } from '../support/refused.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance } from '../support/simulator.ts'

type Answer = {
  /** What the call gave, as the JSON it was made of. */
  readonly given?: Record<string, unknown>
  /** What the SDK throws when the answer is a refusal. */
  readonly refused?: { readonly status: number; readonly body: unknown }
}

type Sdk = {
  readonly Session: new (details: Session) => Record<string, (...args: readonly unknown[]) => Promise<unknown>>
}

/** Calls the official SDK, run inside the page. */
const callSdk = async ({ session, method, args }: { session: Session; method: string; args: readonly unknown[] }) => {
  const { connectsdk } = globalThis as unknown as { connectsdk: Sdk }
  try {
    const result = await new connectsdk.Session(session)[method]?.(...args)
    return { given: (result as { json?: unknown }).json ?? result } as Answer
  } catch (error) {
    const { response } = error as { response?: { status: number; data: unknown } }
    if (response === undefined) throw error
    return { refused: { status: response.status, body: response.data } } as Answer
  }
}

const dutch = { totalAmount: 1500, countryCode: 'NL', currency: 'EUR', locale: 'nl_NL', isRecurring: false }
const hongKong = { ...dutch, countryCode: 'HK', currency: 'HKD', locale: 'zh_HK' }

describe('the official SDK for browsers, on a page of another origin', () => {
  let sandbox: TestSandbox
  let browser: Browser
  let shopPages: Server
  let shopPage: Visit
  let session: Session
  const answers: Response[] = []
  before(async () => {
    sandbox = await aSandbox()
    browser = await openBrowser()
    const sdk = dirname(createRequire(import.meta.url).resolve('connect-sdk-client-js'))
    const script = readFileSync(join(sdk, 'connect-sdk-client-js.umd.js'))
    shopPages = createServer((request, response) => {
      if (request.url === '/sdk.js') return response.setHeader('Content-Type', 'text/javascript').end(script)
      const page = '<!doctype html><link rel="icon" href="data:,"><title>Shop</title><script src="/sdk.js"></script>'
      return response.setHeader('Content-Type', 'text/html').end(page)
    })
    await new Promise<void>((resolve) => shopPages.listen(0, '127.0.0.1', resolve))
    session = await openSession(openShop(sandbox, demoShop))
    shopPage = await visit(browser)
    shopPage.page.on('response', (answer) => answers.push(answer))
    await shopPage.page.goto(`http://127.0.0.1:${(shopPages.address() as AddressInfo).port}`)
  })
  after(async () => {
    await browser?.close()
    shopPages?.close()
    await sandbox?.close()
  })

  const call = (method: string, args: readonly unknown[], as: Session = session): Promise<Answer> =>
    shopPage.page.evaluate(callSdk, { session: as, method, args })

  /** Calls, and asserts that what came over the wire has the documented shape; answers what the SDK makes of it. */
  const given = async (method: string, args: readonly unknown[], shape: string) => {
    const answer = await call(method, args)
    assert.ok(answer.given, `${method}: ${JSON.stringify(answer.refused)}`)
    const sent = answers.at(-1)
    assert.ok(sent)
    assert.ok(sent.url().startsWith(session.clientApiUrl), sent.url())
    assertConnectShape(shape, await sent.json())
    return answer.given
  }
  const refused = async (method: string, args: readonly unknown[], status: number, code: string) => {
    const answer = await call(method, args)
    assert.ok(answer.refused, `${method} is answered`)
    return assertRefusal(answer.refused, status, code)
  }

  test('lists what can be paid with, and finds the logo where it puts its two parts together', async () => {
    const { paymentProducts } = (await given('getBasicPaymentProducts', [dutch], 'PaymentProducts')) as {
      paymentProducts: { id: number; displayHints: { label: string; logo: string } }[]
    }
    const [product, ...more] = paymentProducts
    assert.deepEqual([product?.id, product?.displayHints.label, more.length], [866, 'Alipay+-wallets', 0])
    const logo = String(product?.displayHints.logo)
    assert.ok(logo.startsWith(session.assetUrl), `the SDK shows ${logo}`)
    await shopPage.page.evaluate(`document.body.innerHTML = '<img alt="Alipay+" src="${logo}">'`)
    await shopPage.page.waitForFunction('document.images[0].complete')
    assert.equal(await shopPage.page.evaluate('document.images[0].naturalWidth'), 120)
  })

  test('lists items with groups and without: there is one, and no group', async () => {
    for (const useGroups of [false, true]) {
      const items = (await call('getBasicPaymentItems', [dutch, useGroups])).given?.basicPaymentItems
      assert.deepEqual(
        (items as { id: number }[]).map(({ id }) => id),
        [866],
      )
    }
    const groups = await given('getBasicPaymentProductGroups', [dutch], 'PaymentProductGroups')
    assert.deepEqual(groups.paymentProductGroups, [])
    await refused('getPaymentProductGroup', ['cards', dutch], 404, '86620404')
  })

  test('reads payment product 866: nothing to fill in, and the consumer is sent on', async () => {
    const product = await given('getPaymentProduct', [866, hongKong], 'PaymentProductResponse')
    const { id, fields, paymentMethod, usesRedirectionTo3rdParty } = product
    assert.deepEqual([id, fields, paymentMethod, usesRedirectionTo3rdParty], [866, [], 'redirect', true])
    await refused('getPaymentProduct', [1, dutch], 404, '1007')
  })

  test('lists the wallets of a currency as networks and as a directory', async () => {
    const networks = await given('getPaymentProductNetworks', [866, hongKong], 'PaymentProductNetworksResponse')
    assert.deepEqual(networks, { networks: ['ALIPAY_HK'] })
    const directory = await given('getPaymentProductDirectory', [866, 'HKD', 'HK'], 'Directory')
    assert.equal((directory.entries as unknown[]).length, 1)
  })

  test('reads the privacy policy in the consumer’s language', async () => {
    const policy = await given('getPrivacyPolicy', [{ locale: 'nl_NL' }], 'GetPrivacyPolicyResponse')
    assert.match(String(policy.htmlContent), /^<p>Als u met Alipay\+ betaalt/)
    await given('getPrivacyPolicy', [], 'GetPrivacyPolicyResponse')
    await refused('getPrivacyPolicy', [{ paymentProductId: 1 }], 404, '1007')
  })

  test('hears why there is no rate, no key, no card, no status and no session of the product', async () => {
    const [rate] = await refused('convertAmount', [100, 'EUR', 'HKD'], 404, '86650404')
    assert.match(rate?.message ?? '', /names its rate when/)
    const wallet = { displayName: 'Shop', validationUrl: 'https://wallet.example', domainName: 'shop.example' }
    const paymentId = '000000123400000000010000100001'
    for (const [method, args, says] of [
      ['getPublicKey', [], /nothing to encrypt/],
      ['getIinDetails', ['411111', dutch], /no card products/],
      ['getThirdPartyPaymentStatus', [paymentId], /no status for pages/],
      ['createPaymentProductSession', [866, wallet], /needs no session/],
    ] as const) {
      const [error] = await refused(method, args, 405, '86620405')
      assert.match(error?.message ?? '', says)
    }
  })

  test('says the same amounts as the server’s rates where one currency is asked for itself', async () => {
    const same = await call('convertAmount', [100, 'EUR', 'EUR'])
    assert.deepEqual(same.given ?? same.refused?.status, { convertedAmount: 100 })
  })

  test('is told that its session is not another customer’s', async () => {
    const foreign = await openSession(openShop(sandbox, secondShop))
    const mixed = { ...session, customerId: foreign.customerId }
    const answer = await call('getBasicPaymentProducts', [dutch], mixed)
    assert.ok(answer.refused, 'a session of one customer asks for another')
    assertRefusal(answer.refused, 403, '9008')
  })

  test('is told that its session is over, two hours after it was opened', async () => {
    await advance(sandbox, 'PT2H')
    await refused('getBasicPaymentProducts', [dutch], 403, '9002')
  })

  test('has asked nobody but this gateway, and logged nothing but the refusals', () => {
    const others = shopPage.troubles.filter((trouble) => !/status of 40[345]/.test(trouble))
    assert.deepEqual(others, [])
  })
})
