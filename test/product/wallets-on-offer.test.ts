import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { walletsByTable } from '@silkgate/domain'
import { openCheckout, visit } from '../support/checkout.ts'
import { anOrder, demoShop, sdkClient } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, setFaults, switchOff } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let client: ReturnType<typeof sdkClient>
before(async () => {
  sandbox = await aSandbox('info')
  client = sdkClient(sandbox.gatewayUrl, demoShop)
})
afterEach(async () => {
  await setFaults(sandbox)
  await switchOff(sandbox)
  await advance(sandbox, 'PT6M')
})
after(() => sandbox?.close())

const networks = async (currencyCode: string, amount?: number): Promise<string[]> => {
  const wish = { countryCode: 'MY', currencyCode, ...(amount === undefined ? {} : { amount }) }
  const { status, body } = await client.v1.products.networks('1234', 866, wish)
  assert.equal(status, 200, JSON.stringify(body))
  return (body as { networks: string[] }).networks
}

const most = async (currencyCode: string): Promise<number[]> => {
  const { body } = await client.v1.products.find('1234', { countryCode: 'MY', currencyCode })
  return (body as { paymentProducts: { maxAmount: number }[] }).paymentProducts.map(({ maxAmount }) => maxAmount)
}

const byTable = (currency: string) => walletsByTable(currency).map(({ id }) => id)

/** How often Alipay+ gave no answer about a currency. */
const inVain = (currency: string): number =>
  sandbox.logged().filter((line) => line.msg?.includes('does not say which wallets') && line.currency === currency)
    .length

describe('the wallets on offer', () => {
  test('change when Alipay+ has switched one off, once the last answer is five minutes old', async () => {
    assert.deepEqual([await networks('MYR'), await most('MYR')], [['TNG', 'BOOST'], [2_000_000]])
    await switchOff(sandbox, 'TNG')
    await advance(sandbox, 'PT4M')
    assert.deepEqual(await networks('MYR'), ['TNG', 'BOOST'])
    await advance(sandbox, 'PT1M')
    assert.deepEqual([await networks('MYR'), await most('MYR')], [['BOOST'], [500_000]])
    assert.deepEqual(await networks('MYR', 500_001), [])
    await switchOff(sandbox, 'TNG', 'BOOST')
    await advance(sandbox, 'PT5M')
    assert.deepEqual([await networks('MYR'), await most('MYR')], [[], []])
  })

  test('are those that the page of a hosted checkout names', async () => {
    const shop = openShop(sandbox, demoShop)
    const { link } = await openCheckout(shop, { returnUrl: 'https://shop.example/back' }, anOrder(1500, 'MYR').order)
    assert.match((await visit(sandbox, link).read()).text, /Touch &#39;n Go eWallet/)
    await switchOff(sandbox, 'TNG')
    await advance(sandbox, 'PT5M')
    const { text } = await visit(sandbox, link).read()
    assert.match(text, /Boost/)
    assert.doesNotMatch(text, /Touch/)
  })
})

describe('while Alipay+ does not answer', () => {
  test('its last answer stands, and is heard anew when it is back', async () => {
    await switchOff(sandbox, 'KAKAOPAY')
    assert.deepEqual(await networks('KRW'), ['NAVERPAY', 'TOSSPAY'])
    await setFaults(sandbox, { name: 'http_500', api: 'consultPayment' })
    await advance(sandbox, 'PT6M')
    assert.deepEqual(await networks('KRW'), ['NAVERPAY', 'TOSSPAY'])
    await switchOff(sandbox)
    await setFaults(sandbox)
    await advance(sandbox, 'PT10S')
    assert.deepEqual(await networks('KRW'), byTable('KRW'))
  })

  test('and never has, the table stands, whatever is wrong', async () => {
    const faults = ['request_lost', 'garbled_body', 'wrong_signature', 'unknown_exception', 'throttled'] as const
    for (const [index, currency] of ['THB', 'PHP', 'IDR', 'MNT', 'MOP'].entries()) {
      await setFaults(sandbox, { name: faults[index] ?? 'http_500', api: 'consultPayment' })
      assert.deepEqual(await networks(currency), byTable(currency), faults[index])
      await until(`it was asked about ${currency}`, () => inVain(currency) === 1)
    }
  })

  test('nobody waits for it: an answer after 25 s is not awaited', async () => {
    await setFaults(sandbox, { name: 'answer_slow', api: 'consultPayment' })
    const first = networks('CNY')
    const patience = new Promise((_, reject) => setTimeout(reject, 15_000, new Error('The page hangs.')).unref())
    assert.deepEqual(await Promise.race([first, patience]), byTable('CNY'))
  })

  test('it is asked once, however many want to know, and then left alone for ten seconds', async () => {
    await setFaults(sandbox, { name: 'http_500', api: 'consultPayment' })
    const answers = await Promise.all(Array.from({ length: 12 }, () => networks('USD')))
    assert.deepEqual(answers, Array(12).fill(await networks('USD')))
    await until('it was asked', () => inVain('USD') > 0)
    assert.equal(inVain('USD'), 1)
  })
})
