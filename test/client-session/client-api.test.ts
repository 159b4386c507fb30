import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { demoShop } from '../support/merchant.ts'
import { askFromPage, openSession, type Session } from '../support/page-of-merchant.ts'
import { assertRefusal } from '../support/refused.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { type RawAnswer, sendPlain } from '../support/signed-request.ts'

let sandbox: TestSandbox
let demo: Shop
let session: Session
before(async () => {
  sandbox = await aSandbox()
  demo = openShop(sandbox, demoShop)
  session = await openSession(demo)
})
after(() => sandbox?.close())

/** What the browser's SDK always sends. */
const context = 'countryCode=HK&isRecurring=false&amount=1500&currencyCode=HKD&locale=zh_HK'

const assertReadable = (answer: RawAnswer): void => {
  assert.equal(answer.headers['access-control-allow-origin'], '*', answer.text)
  assert.equal(answer.headers['access-control-allow-credentials'], undefined)
  assert.equal(answer.headers['cache-control'], 'no-store')
}

const answered = async (path: string, type: string): Promise<Record<string, unknown>> => {
  const answer = await askFromPage(session, path)
  assert.equal(answer.status, 200, answer.text)
  assertConnectShape(type, answer.body)
  assertReadable(answer)
  return answer.body
}

describe('a page', () => {
  test('sees the products as its merchant does', async () => {
    const body = await answered(`/products?${context}&cacheBust=1700000000000&hide=fields`, 'PaymentProducts')
    const { body: own } = await demo.client.v1.products.find('1234', {
      countryCode: 'HK',
      currencyCode: 'HKD',
      locale: 'zh_HK',
      amount: 1500,
      hide: ['fields'],
    })
    assert.deepEqual(body, own)
    const one = await answered(`/products/866?${context}&cacheBust=1`, 'PaymentProductResponse')
    assert.deepEqual([one.id, one.fields], [866, []])
  })

  test('sees the wallets, and that there are no groups', async () => {
    const networks = await answered(`/products/866/networks?${context}`, 'PaymentProductNetworksResponse')
    assert.deepEqual(networks, { networks: ['ALIPAY_HK'] })
    const directory = await answered('/products/866/directory?countryCode=HK&currencyCode=HKD', 'Directory')
    assert.equal((directory.entries as unknown[]).length, 1)
    const groups = await answered(`/productgroups?${context}&hide=fields`, 'PaymentProductGroups')
    assert.deepEqual(groups, { paymentProductGroups: [] })
    assertRefusal(await askFromPage(session, `/productgroups/cards?${context}`), 404, '86620404')
  })

  test('shows a logo that lies where the SDK puts the two parts together', async () => {
    const body = await answered(`/products?${context}`, 'PaymentProducts')
    const [product] = body.paymentProducts as { displayHints: { logo: string } }[]
    const answer = await fetch(`${session.assetUrl}/${product?.displayHints.logo}`)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  })

  test('tells the consumer what becomes of the data, in the consumer’s language', async () => {
    const policyIn = async (query: string) =>
      String((await answered(`/services/privacypolicy${query}`, 'GetPrivacyPolicyResponse')).htmlContent)
    assert.match(await policyIn(''), /^<p>When you pay with Alipay\+/)
    assert.match(await policyIn('?locale=nl_NL&paymentProductId=866'), /^<p>Als u met Alipay\+ betaalt/)
    assert.match(await policyIn('?locale=zh_CN'), /隐私政策/)
    assert.match(await policyIn('?locale=zh_HK'), /私隱政策/)
    const unknown = await askFromPage(session, '/services/privacypolicy?paymentProductId=1')
    assert.equal(assertRefusal(unknown, 404, '1007')[0]?.propertyName, 'paymentProductId')
    assertRefusal(await askFromPage(session, '/services/privacypolicy?locale=7'), 400, '21000050')
  })

  test('hears why there is nothing to encrypt, to convert or to look up', async () => {
    const rate = await askFromPage(session, '/services/convert/amount?source=EUR&target=HKD&amount=100')
    assert.match(assertRefusal(rate, 404, '86650404')[0]?.message ?? '', /names its rate when/)
    for (const [method, path, says] of [
      ['GET', '/crypto/publickey', /nothing to encrypt/],
      ['POST', '/services/getIINdetails', /no card products/],
      ['POST', '/products/866/sessions', /needs no session/],
      ['POST', '/products/866/customerDetails', /no details to look up/],
      ['POST', '/products/866/deviceFingerprint', /No device fingerprint/],
      ['GET', '/payments/000000123400000000010000100001/thirdpartystatus', /no status for pages/],
    ] as const) {
      const answer = await askFromPage(session, path, { method })
      assert.match(assertRefusal(answer, 405, '86620405')[0]?.message ?? '', says)
      assertReadable(answer)
    }
  })

  test('can read a refusal too, whatever is wrong', async () => {
    const missing = await askFromPage(session, '/products')
    assertRefusal(missing, 400, '20000000')
    const nobody = await askFromPage(session, '/products', { authorization: '' })
    assertRefusal(nobody, 403, '9002')
    const nowhere = await askFromPage(session, '/payments')
    assertRefusal(nowhere, 404, '86600404')
    const wrongMethod = await askFromPage(session, '/products', { method: 'POST' })
    assertRefusal(wrongMethod, 405, '86600405')
    assert.equal(wrongMethod.headers.allow, 'GET')
    for (const answer of [missing, nobody, nowhere, wrongMethod]) assertReadable(answer)
  })
})

describe('a browser that asks first', () => {
  const preflight = (path: string) =>
    sendPlain(sandbox.gatewayUrl, {
      method: 'OPTIONS',
      path,
      headers: {
        Origin: 'https://shop.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization,content-type,x-gcs-clientmetainfo',
      },
    })

  test('is told that any page may ask, with the headers of the SDK and without credentials', async () => {
    const answer = await preflight(`/client/v1/${session.customerId}/products?${context}`)
    assert.deepEqual([answer.status, answer.text], [204, ''])
    assertReadable(answer)
    assert.equal(answer.headers['access-control-allow-methods'], 'GET, POST')
    assert.equal(answer.headers['access-control-allow-headers'], 'Authorization, Content-Type, X-GCS-ClientMetaInfo')
    assert.equal(answer.headers['access-control-max-age'], '7200')
  })

  test('hears the same whether there is such a customer, so that nothing can be probed', async () => {
    const plain = ({ status, headers }: RawAnswer) => ({ status, ...headers, date: '' })
    const [known, unknown] = [
      await preflight(`/client/v1/${session.customerId}/products`),
      await preflight('/client/v1/nobody/products'),
    ]
    assert.deepEqual(plain(known), plain(unknown))
  })

  test('is told nothing of the kind about the merchant API', async () => {
    const answer = await preflight('/v1/1234/products')
    assert.equal(answer.headers['access-control-allow-origin'], undefined)
    assertRefusal(answer, 404, '86600404')
  })
})
