import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { walletIds } from '@silkgate/domain'
import { assertConnectShape } from '../connect-shape.ts'
import { demoShop, sdkClient } from '../support/merchant.ts'
import { assertRefusal } from '../support/refused.ts'
import { addSecondKey, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { sendSigned } from '../support/signed-request.ts'

let sandbox: TestSandbox
let client: ReturnType<typeof sdkClient>
before(async () => {
  sandbox = await aSandbox()
  client = sdkClient(sandbox.gatewayUrl, demoShop)
})
after(() => sandbox?.close())

type Product = {
  id: number
  minAmount: number
  maxAmount: number
  allowsRecurring: boolean
  usesRedirectionTo3rdParty: boolean
  displayHints: { label?: string; logo: string; displayOrder: number }
  fields?: unknown[]
  accountsOnFile?: unknown[]
}

const inEurope = { countryCode: 'NL', currencyCode: 'EUR' }

const find = async (more: object = {}): Promise<Product[]> => {
  const { status, body } = await client.v1.products.find('1234', { ...inEurope, ...more })
  assert.equal(status, 200, JSON.stringify(body))
  assertConnectShape('PaymentProducts', body)
  return (body as { paymentProducts: Product[] }).paymentProducts
}

const theOne = async (more: object = {}): Promise<Product> => {
  const [product, ...others] = await find(more)
  assert.ok(product !== undefined && others.length === 0)
  return product
}

const walletsOf = async (more: object = {}): Promise<readonly string[]> => {
  const { status, body } = await client.v1.products.networks('1234', 866, { ...inEurope, ...more })
  assert.equal(status, 200, JSON.stringify(body))
  assertConnectShape('PaymentProductNetworksResponse', body)
  return (body as { networks: string[] }).networks
}

describe('the products', () => {
  test('are Alipay+, which redirects and asks the consumer for nothing before', async () => {
    const product = await theOne({ amount: 1500 })
    assert.deepEqual([product.id, product.usesRedirectionTo3rdParty, product.allowsRecurring], [866, true, false])
    assert.deepEqual([product.fields, product.accountsOnFile], [[], []])
    assert.deepEqual([product.minAmount, product.maxAmount], [1, 999_999_999_999])
  })

  test('are none for recurring payments, for installments and for nothing', async () => {
    for (const more of [{ isRecurring: true }, { isInstallments: true }, { amount: 0 }])
      assert.deepEqual(await find(more), [], JSON.stringify(more))
    assert.equal((await find({ isRecurring: false, isInstallments: false })).length, 1)
  })

  test('have a name in four languages, and in English elsewhere', async () => {
    const labelIn = async (locale: string) => (await theOne({ locale })).displayHints.label
    assert.equal(await labelIn('en_GB'), 'Alipay+ wallets')
    assert.equal(await labelIn('nl_NL'), 'Alipay+-wallets')
    assert.equal(await labelIn('zh_CN'), 'Alipay+ 电子钱包')
    assert.equal(await labelIn('zh_HK'), 'Alipay+ 電子錢包')
    assert.equal(await labelIn('fr_FR'), 'Alipay+ wallets')
    assert.equal((await theOne()).displayHints.label, 'Alipay+ wallets')
  })

  test('leave out what is to be hidden, however often it is said', async () => {
    const product = await theOne({
      hide: ['fields', 'accountsOnFile', 'translations', 'clickToPayConfigurationFields'],
    })
    assert.deepEqual(
      [product.fields, product.accountsOnFile, product.displayHints.label],
      [undefined, undefined, undefined],
    )
    const withFields = await theOne({ hide: ['accountsOnFile'] })
    assert.deepEqual([withFields.fields, withFields.accountsOnFile], [[], undefined])
  })

  test('that redirect can be hidden; Alipay+ requires no data and shows no instructions', async () => {
    assert.deepEqual(await find({ hide: ['productsWithRedirects'] }), [])
    assert.equal((await find({ hide: ['productsWithoutFields', 'productsWithoutInstructions'] })).length, 1)
  })

  test('are shown for what the wallets of the currency take', async () => {
    const hkd = await theOne({ currencyCode: 'HKD' })
    assert.deepEqual([hkd.minAmount, hkd.maxAmount], [1, 5_000_000])
    const krw = await theOne({ currencyCode: 'KRW', amount: 500_00 })
    assert.deepEqual([krw.minAmount, krw.maxAmount], [100, 999_999_999_900])
    assert.deepEqual(await find({ currencyCode: 'HKD', amount: 5_000_001 }), [])
    assert.equal((await find({ currencyCode: 'HKD', amount: 5_000_000 })).length, 1)
    assert.deepEqual(await find({ currencyCode: 'CNY', amount: 9 }), [])
  })

  test('have a logo that the gateway itself serves, to be kept', async () => {
    const { displayHints } = await theOne()
    const answer = await fetch(`${sandbox.gatewayUrl}/assets/${displayHints.logo}`)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/svg+xml; charset=utf-8'])
    assert.match(String(answer.headers.get('cache-control')), /public, max-age=31536000, immutable/)
    assert.match(await answer.text(), /^<svg .*Alipay\+/s)
  })
})

describe('one product', () => {
  const get = (id: number, more: object = {}) => client.v1.products.get('1234', id, { ...inEurope, ...more })

  test('is what the list shows', async () => {
    const { status, body } = await get(866, { amount: 1500, locale: 'nl_NL' })
    assert.equal(status, 200)
    assertConnectShape('PaymentProductResponse', body)
    assert.deepEqual(body, await theOne({ amount: 1500, locale: 'nl_NL' }))
  })

  test('is not found when there is none of this number, or for what it does not take, and says why', async () => {
    const [unknown] = assertRefusal(await get(1), 404, '1007')
    assert.equal(unknown?.propertyName, 'productId')
    const [recurring] = assertRefusal(await get(866, { isRecurring: true }), 404, '1007')
    assert.match(recurring?.message ?? '', /no recurring payments/)
    assertRefusal(await get(866, { currencyCode: 'HKD', amount: 5_000_001 }), 404, '1007')
  })
})

describe('the wallets', () => {
  test('of a currency of their own stand alone; any other currency is paid by all, the consumer’s country first', async () => {
    assert.deepEqual(await walletsOf({ currencyCode: 'HKD' }), ['ALIPAY_HK'])
    assert.deepEqual(await walletsOf({ currencyCode: 'MYR', amount: 500_001 }), ['TNG'])
    const all = await walletsOf({ countryCode: 'KR' })
    assert.deepEqual([all.length, all[0]], [walletIds.length, 'KAKAOPAY'])
    assert.deepEqual(await walletsOf({ isRecurring: true }), [])
  })

  test('are listed with their brand and country, in the language of the consumer', async () => {
    const directory = async (params: object) => {
      const { status, body } = await client.v1.products.directory('1234', 866, params)
      assert.equal(status, 200, JSON.stringify(body))
      assertConnectShape('Directory', body)
      return (body as { entries: Record<string, unknown>[] }).entries
    }
    const hkd = { issuerId: 'ALIPAY_HK', issuerName: 'AlipayHK', issuerList: 'short', countryNames: ['Hong Kong'] }
    assert.deepEqual(await directory({ countryCode: 'HK', currencyCode: 'HKD' }), [hkd])
    const [first] = await directory({ countryCode: 'KR', currencyCode: 'EUR', locale: 'zh_CN' })
    assert.deepEqual([first?.issuerId, first?.countryNames], ['KAKAOPAY', ['韩国']])
    const [, second] = await directory({ countryCode: 'NL', currencyCode: 'EUR', locale: 'nl_NL' })
    assert.deepEqual([second?.issuerList, second?.countryNames], ['long', ['Hongkong']])
  })
})

describe('a question about products', () => {
  const ask = (query: string) =>
    sendSigned(sandbox.gatewayUrl, demoShop, { path: `/v1/1234/products${query === '' ? '' : `?${query}`}` })

  test('names the country and the currency, or hears which is missing', async () => {
    for (const path of [
      'products',
      'products/866',
      'products/866/networks',
      'products/866/directory',
      'productgroups',
    ]) {
      const answer = await sendSigned(sandbox.gatewayUrl, demoShop, { path: `/v1/1234/${path}` })
      const names = assertRefusal(answer, 400, '20000000').map(({ propertyName }) => propertyName)
      assert.deepEqual(names, ['countryCode', 'currencyCode'], path)
    }
  })

  test('hears every value that is wrong, by its name', async () => {
    const query = 'countryCode=nl&currencyCode=EURO&locale=dutch_1&amount=15.00&isRecurring=maybe&isInstallments=2'
    const names = assertRefusal(await ask(query), 400, '21000050').map(({ propertyName }) => propertyName)
    assert.deepEqual(names, ['countryCode', 'currencyCode', 'locale', 'amount', 'isRecurring', 'isInstallments'])
    for (const amount of ['-1', '1e3', '1000000000000']) {
      const [error] = assertRefusal(await ask(`countryCode=NL&currencyCode=EUR&amount=${amount}`), 400, '21000050')
      assert.equal(error?.propertyName, 'amount')
    }
    assertRefusal(await ask('countryCode=JP&currencyCode=JPY&amount=150050'), 400, '21000050')
  })

  test('may be written as the SDKs do: with "undefined" for what is not there, and more than we know', async () => {
    const query = 'countryCode=NL&currencyCode=EUR&amount=undefined&locale=null&isRecurring=undefined&isInstallments='
    const { status, body } = await ask(`${query}&cacheBust=1700000000000&hide=fields&hide=unheardOf`)
    assert.deepEqual([status, (body.paymentProducts as unknown[]).length], [200, 1])
  })
})

describe('groups', () => {
  test('are none: the one that Connect has is of cards', async () => {
    const { status, body } = await client.v1.productgroups.find('1234', inEurope)
    assert.deepEqual([status, body], [200, { paymentProductGroups: [] }])
    assertConnectShape('PaymentProductGroups', body)
    const [error] = assertRefusal(await client.v1.productgroups.get('1234', 'cards', inEurope), 404, '86620404')
    assert.equal(error?.propertyName, 'paymentProductGroupId')
    assertRefusal(await client.v1.productgroups.deviceFingerprint('1234', 'cards', {}), 404, '86620404')
  })
})

test('what Alipay+ has no answer to is refused with the reason', async () => {
  const { products } = client.v1
  const input = { paymentProductSession302SpecificInput: { domainName: 'shop.example' } }
  const session = assertRefusal(await products.sessions('1234', 866, input), 405, '86620405')
  assert.match(session[0]?.message ?? '', /needs no session/)
  assertRefusal(await products.customerDetails('1234', 866, { countryCode: 'SE' }), 405, '86620405')
  assertRefusal(await products.deviceFingerprint('1234', 866, {}), 405, '86620405')
  assertRefusal(await products.deviceFingerprint('1234', 1, {}), 404, '1007')
})

test('a merchant with a limit of its own is offered Alipay+ up to it', async () => {
  const terms = ['--name', 'Small', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']
  await silkgate(sandbox, 'merchant', 'add', '77', ...terms, '--limit', 'EUR=10000', '--limit', 'HKD=9000000')
  const small = sdkClient(sandbox.gatewayUrl, await addSecondKey(sandbox, '77'))
  const most = async (currencyCode: string, amount: number) => {
    const { body } = await small.v1.products.find('77', { countryCode: 'NL', currencyCode, amount })
    return (body as { paymentProducts: Product[] }).paymentProducts.map(({ maxAmount }) => maxAmount)
  }
  assert.deepEqual(await most('EUR', 10_000), [10_000])
  assert.deepEqual(await most('EUR', 10_001), [])
  assert.deepEqual(await most('HKD', 100), [5_000_000])
  const over = await small.v1.products.get('77', 866, { ...inEurope, amount: 10_001 })
  assert.match(assertRefusal(over, 404, '1007')[0]?.message ?? '', /over the limit agreed/)
})
