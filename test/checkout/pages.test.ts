import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openCheckout, visit } from '../support/checkout.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { orders, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

const returnUrl = 'https://shop.example/back'
const pay = { deed: 'pay', paymentProductId: '866' }

const paymentsOf = async (id: string): Promise<{ id: string; status: string }[]> => {
  const { body } = await shop.client.v1.payments.find(shop.merchantId, { hostedCheckoutId: id })
  return (body as { payments: { id: string; status: string }[] }).payments
}

const placedAtAlipayPlus = async (id: string): Promise<number> => {
  const ids = (await paymentsOf(id)).map((payment) => payment.id)
  return (await orders(sandbox)).filter(({ paymentRequestId }) => ids.includes(paymentRequestId)).length
}

describe('a checkout begins one payment', () => {
  test('however often its button is pressed at once', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, link } = await openCheckout(shop, { returnUrl })
      const page = visit(sandbox, link)
      const answers = await Promise.all(Array.from({ length: 8 }, () => page.post({ ...pay, attempts: '0' })))
      const places = new Set(answers.map(({ headers }) => headers.location))
      assert.deepEqual([answers.map(({ status }) => status), places.size], [Array(8).fill(303), 1])
      assert.match([...places][0] ?? '', /\/cashier\//)
      assert.deepEqual([(await paymentsOf(id)).length, await placedAtAlipayPlus(id)], [1, 1])
    }
  })

  test('and after Back it leads to the same place', async () => {
    const { id, link } = await openCheckout(shop, { returnUrl })
    const page = visit(sandbox, link)
    const first = await page.pay()
    assert.equal((await page.read()).title, 'We are waiting for your wallet')
    assert.equal((await page.post({ ...pay, attempts: '0' })).headers.location, first)
    assert.equal((await paymentsOf(id)).length, 1)
  })

  test('and another only once the last one is dead for certain', async () => {
    const { id, link } = await openCheckout(shop, { returnUrl })
    const page = visit(sandbox, link)
    await payInWallet(sandbox, await page.pay(), 'decline')
    await shop.whenStatus((await paymentsOf(id))[0]?.id ?? '', 'REJECTED')
    assert.equal((await page.read()).title, 'Payment not made')
    const stale = await page.post({ ...pay, attempts: '0' })
    assert.deepEqual([stale.headers.location, (await paymentsOf(id)).length], [new URL(link).pathname, 1])
    await payInWallet(sandbox, await page.pay())
    await shop.whenStatus((await paymentsOf(id))[0]?.id ?? '', 'CAPTURED')
    const ended = await page.read()
    assert.deepEqual([ended.title, ended.attempts], ['Payment complete', ''])
    for (const attempts of ['0', '1', '2']) await page.post({ ...pay, attempts })
    const made = await paymentsOf(id)
    assert.deepEqual(made.map(({ status }) => status).sort(), ['CAPTURED', 'REJECTED'])
  })

  test('or is deleted, never both, whichever comes first', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 20; round++) {
      const { id, link } = await openCheckout(shop, { returnUrl })
      const page = visit(sandbox, link)
      const [deleted] = await Promise.all([
        shop.client.v1.hostedcheckouts.remove(shop.merchantId, id),
        page.post({ ...pay, attempts: '0' }),
        ...(round % 2 === 0 ? [page.read()] : []),
      ])
      const begun = (await paymentsOf(id)).length
      outcomes.add(`${deleted.status} ${begun}`)
    }
    for (const outcome of outcomes) assert.ok(['204 0', '402 1'].includes(outcome), outcome)
  })

  test('though Alipay+ never answers: then nothing was paid, and the consumer may try again', async () => {
    const { id, link } = await openCheckout(shop, { returnUrl })
    const page = visit(sandbox, link)
    await setFaults(sandbox, { name: 'http_500', api: 'pay' })
    const { headers } = await page.post({ ...pay, attempts: '0' })
    assert.equal(headers.location, new URL(link).pathname)
    // Nobody looks at an empty page until the gateway has given up.
    const [asked] = await sandbox.db.read<{ closing: boolean }>({
      text: "select closing from payments where request ->> 'hostedCheckoutId' = $1",
      values: [id],
    })
    assert.deepEqual([asked?.closing, await page.title()], [false, [200, 'We are setting up your payment']])
    await until('it is given up', async () => (await paymentsOf(id))[0]?.status === 'CANCELLED', 30_000)
    await setFaults(sandbox)
    assert.equal((await page.read()).attempts, '1')
    assert.match(await page.pay(), /\/cashier\//)
  })
})

describe('the way back', () => {
  test('is our page, which says what became of it', async () => {
    const { id, link } = await openCheckout(shop, { returnUrl })
    await visit(sandbox, link).pay()
    assert.equal(await wayBackOf(id), link)
  })

  test('is straight to the merchant where it wants no result page', async () => {
    const { id, link, mac } = await openCheckout(shop, { returnUrl, showResultPage: false })
    const page = visit(sandbox, link)
    assert.match((await page.read()).text, /You pay on the Alipay\+ page and come back to Demo Shop\./)
    await page.pay()
    assert.equal(await wayBackOf(id), `${returnUrl}?RETURNMAC=${mac}&hostedCheckoutId=${id}`)
  })

  const wayBackOf = async (id: string): Promise<string | undefined> =>
    (await truthOf(sandbox, (await paymentsOf(id))[0]?.id ?? ''))?.redirectUrl
})

describe('a page', () => {
  test('is unknown for a link that was changed, and says nothing of the checkout', async () => {
    const { link } = await openCheckout(shop, { returnUrl })
    const changed = [
      link.slice(0, -1) + (link.endsWith('0') ? '1' : '0'),
      link.slice(0, -1),
      link.replace('/1234:', '/5678:'),
      link.replace(/:[0-9a-f]{32}$/, ''),
    ]
    for (const one of changed) {
      const { status, title, text } = await visit(sandbox, one).read()
      assert.deepEqual([status, title], [404, 'This link leads nowhere'], one)
      // It may have been paid long ago, and its checkout be deleted since.
      assert.doesNotMatch(text, /Demo Shop|24\.99|charged/)
    }
  })

  test('speaks the language that was picked, else the merchant’s, else the browser’s', async () => {
    const [said, silent] = [
      await openCheckout(shop, { returnUrl, locale: 'nl_NL' }),
      await openCheckout(shop, { returnUrl }),
    ]
    const titleOf = async (link: string, headers: Record<string, string> = {}, query = '') =>
      (await visit(sandbox, link).read(headers, query)).title
    assert.equal(await titleOf(said.link, { 'accept-language': 'zh-HK' }), 'Betaal 24,99 HKD')
    assert.equal(await titleOf(said.link, {}, '?lang=zh-CN'), '支付 24.99 HKD')
    assert.equal(await titleOf(silent.link, { 'accept-language': 'nl-BE,en;q=0.5' }), 'Betaal 24,99 HKD')
    assert.equal(await titleOf(silent.link, { cookie: 'lang=zh-HK', 'accept-language': 'nl' }), '支付 24.99 HKD')
    const picked = await visit(sandbox, silent.link).read({}, '?lang=nl')
    assert.match(String(picked.headers['set-cookie']), /^lang=nl; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
    assert.match(picked.text, /<html lang="nl">/)
    assert.match(picked.text, /<form[^>]* action="\/checkout\/[^"]*\?lang=nl"/)
  })

  test('lets nothing in from elsewhere, and its forms lead to Alipay+ and the merchant alone', async () => {
    const { link } = await openCheckout(shop, { returnUrl })
    const { headers } = await visit(sandbox, link).read()
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /^default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;/)
    const targets = /form-action ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? []
    const known = ["'self'", new URL(sandbox.simulatorUrl).origin, 'https://*.alipayplus.com', 'https://*.alipay.com']
    assert.deepEqual(targets, [...known, 'https://shop.example'])
    assert.deepEqual([headers['cache-control'], headers['referrer-policy']], ['no-store', 'no-referrer'])
  })

  test('shows what the merchant named, as text', async () => {
    const { order } = anOrder(2499, 'HKD')
    const items = [
      { orderLineDetails: { productName: '<script>alert(1)</script>', quantity: 3, lineAmountTotal: 999 } },
      { invoiceData: { description: 'A "quoted" thing' }, amountOfMoney: { amount: 100, currencyCode: 'EUR' } },
    ]
    const { link } = await openCheckout(shop, { returnUrl }, { ...order, shoppingCart: { items } })
    const { text } = await visit(sandbox, link).read()
    assert.doesNotMatch(text, /<script>/)
    assert.match(text, /3 × &lt;script&gt;alert\(1\)&lt;\/script&gt;<\/dt><dd><span class="money">9\.99/)
    assert.match(text, /A &quot;quoted&quot; thing<\/dt><dd><\/dd>/)
    assert.match(text, /Shipping, discounts and other<\/dt><dd><span class="money">15\.00/)
  })

  test('asks again when nothing was chosen', async () => {
    const { id, link } = await openCheckout(shop, { returnUrl })
    const { status, text } = await visit(sandbox, link).post({ deed: 'pay', attempts: '0' })
    assert.equal(status, 400)
    assert.match(text, /There is one thing to correct/)
    assert.equal((await paymentsOf(id)).length, 0)
  })

  test('looks as its variant says, in a colour that can be read', async () => {
    const { link } = await openCheckout(shop, { returnUrl, variant: '105' })
    const { text } = await visit(sandbox, link).read()
    const [style, logo] = [
      /href="(\/checkout\/look[^"]*)"/.exec(text)?.[1],
      /src="(\/checkout\/look[^"]*)"/.exec(text)?.[1],
    ]
    const [css, image] = await Promise.all([style, logo].map((path) => fetch(`${sandbox.gatewayUrl}${path}`)))
    assert.match((await css?.text()) ?? '', /^:root \{ --accent: #b3471f; \}/)
    assert.deepEqual([image?.status, image?.headers.get('content-type')], [200, 'image/svg+xml'])
    const unknown = await openCheckout(shop, { returnUrl, variant: 'never-made' })
    assert.equal((await visit(sandbox, unknown.link).read()).status, 200)
  })
})
