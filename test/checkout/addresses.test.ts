import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openCheckout, visit } from '../support/checkout.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { orders } from '../support/simulator.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

const { order } = anOrder(2499, 'HKD')

describe('the merchant’s address', () => {
  test('may be written in any script, and is followed as a browser writes it', async () => {
    const returnUrl = 'https://shop.example/zurück/付款?q=é'
    const { id, mac, link } = await openCheckout(shop, { returnUrl, returnCancelState: true })
    const place = await visit(sandbox, link).cancel()
    assert.equal(place, new URL(`${returnUrl}&RETURNMAC=${mac}&hostedCheckoutId=${id}`).href)
  })

  test('is a host where it is a web address, so that nothing of it reads as a rule of the page’s policy', async () => {
    for (const returnUrl of ['https://shop.example;sandbox/', 'https://*/', "https://'none'/", 'https://a,b/']) {
      const { status, body } = await shop.client.v1.hostedcheckouts.create(shop.merchantId, {
        order,
        hostedCheckoutSpecificInput: { returnUrl },
      })
      const [error] = (body as { errors: { propertyName?: string }[] }).errors
      assert.deepEqual([status, error?.propertyName], [400, 'hostedCheckoutSpecificInput.returnUrl'], returnUrl)
    }
    for (const returnUrl of [
      'https://商店.example:8443/',
      'https://my_shop.example/',
      'http://[::1]:3000/',
      'myapp://back',
    ]) {
      const { link } = await openCheckout(shop, { returnUrl })
      assert.equal((await visit(sandbox, link).read()).status, 200, returnUrl)
    }
  })
})

describe('a page’s own address', () => {
  test('leads to no other host, with however many slashes it was asked for', async () => {
    const { link } = await openCheckout(shop, {})
    const path = new URL(link).pathname
    for (const asked of [`/${path}`, `//${path}/`]) {
      const { text } = await visit(sandbox, link).read({}, '', asked)
      const places = [...text.matchAll(/(?:action|href|data-refresh)="([^"]*)"/g)].map(([, place]) => place ?? '')
      assert.ok(places.some((place) => place.startsWith(path)))
      for (const place of places) assert.doesNotMatch(place, /^\/\//)
    }
  })

  test('answers HEAD, for its events too', async () => {
    const { link } = await openCheckout(shop, {})
    for (const path of [new URL(link).pathname, `${new URL(link).pathname}/events`]) {
      const signal = AbortSignal.timeout(20_000)
      assert.equal((await fetch(`${sandbox.gatewayUrl}${path}`, { method: 'HEAD', signal })).status, 200)
    }
  })

  test('is what Alipay+ sends back to, without what else was asked for', async () => {
    const { link } = await openCheckout(shop, {})
    const { pathname } = new URL(link)
    const body = new URLSearchParams({ deed: 'pay', paymentProductId: '866', attempts: '0' })
    const path = `/${pathname}/?lang=nl&utm_source=${'x'.repeat(4000)}`
    await fetch(`${sandbox.gatewayUrl}${path}`, { method: 'POST', body, redirect: 'manual' })
    const [order] = await orders(sandbox)
    assert.equal(order?.redirectUrl, `${link}?lang=nl`)
  })

  test('stands in no log, whatever breaks; the consumer reads a page that says nothing of money', async () => {
    const { link } = await openCheckout(shop, {})
    const rename = (from: string, to: string) =>
      sandbox.db.write('chore.set_up', { text: `alter table ${from} rename to ${to}`, values: [] })
    await rename('hosted_checkouts', 'hidden_checkouts')
    for (const path of [new URL(link).pathname, new URL(link).pathname.replaceAll(':', '%3A')]) {
      const answer = await fetch(`${sandbox.gatewayUrl}${path}?lang=nl`)
      assert.deepEqual([answer.status, answer.headers.get('cache-control')], [500, 'no-store'])
      assert.match(
        await answer.text(),
        /<html lang="nl">.*Heb je al betaald\? Betaal dan niet nog een keer\..*Opnieuw controleren/s,
      )
    }
    await rename('hidden_checkouts', 'hosted_checkouts')
    const lines = sandbox.logged().map((line) => JSON.stringify(line))
    assert.ok(lines.some((line) => line.includes('a defect was caught at the edge')))
    for (const line of lines) assert.doesNotMatch(line, new RegExp(link.slice(-32)))
  })

  test('of a look that cannot be is not found', async () => {
    for (const variant of ['%00', '%ED%A0%80', 'a'.repeat(33), "105'"]) {
      const answer = await fetch(`${sandbox.gatewayUrl}/checkout/look/1234/${variant}/1/style.css`)
      assert.equal(answer.status, 404, variant)
    }
  })
})
