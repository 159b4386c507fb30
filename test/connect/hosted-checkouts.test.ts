import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { assertAlike } from '../support/alike.ts'
import { type CheckoutBody, openCheckout, visit } from '../support/checkout.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, payInWallet } from '../support/simulator.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox('error', noon)
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

const { order } = anOrder(2499, 'HKD')
const returnUrl = 'http://127.0.0.1:3000/back?order=7'

const create = (wishes: object = {}, more: object = {}, key?: string) =>
  shop.client.v1.hostedcheckouts.create(
    shop.merchantId,
    { order, hostedCheckoutSpecificInput: { returnUrl, ...wishes }, ...more },
    key === undefined ? {} : { idempotence: { key } },
  )

const get = (id: string, of = shop) => of.client.v1.hostedcheckouts.get(of.merchantId, id)
const remove = (id: string, of = shop) => of.client.v1.hostedcheckouts.remove(of.merchantId, id)

const statusOf = async (id: string): Promise<unknown> => ((await get(id)).body as { status?: string } | null)?.status

type ErrorBody = { errors: { id: string; httpStatusCode: number; propertyName?: string; message: string }[] }

const refusalsOf = ({ status, body }: { status: number; body: unknown }): string[] => {
  assertConnectShape('ErrorResponse', body)
  return (body as ErrorBody).errors.map(({ id, propertyName }) => `${status} ${id} ${propertyName ?? ''}`.trim())
}

describe('a hosted checkout is opened', () => {
  test('with a link without protocol, and what proves the return', async () => {
    const { status, body } = await create({ locale: 'nl_NL', variant: '100' })
    assert.equal(status, 201)
    assertConnectShape('CreateHostedCheckoutResponse', body)
    const { hostedCheckoutId, RETURNMAC, partialRedirectUrl } = body as CheckoutBody
    assert.match(RETURNMAC, /^[0-9a-f-]{36}$/)
    assert.match(partialRedirectUrl, new RegExp(`^localhost:\\d+/checkout/1234:${hostedCheckoutId}:[0-9a-f]{32}$`))
    const seen = await get(hostedCheckoutId)
    assertConnectShape('GetHostedCheckoutResponse', seen.body)
    assert.deepEqual([seen.status, seen.body], [200, { status: 'IN_PROGRESS' }])
  })

  test('once for an idempotence key, and only for the same body', async () => {
    const key = randomUUID()
    const answers = await Promise.all([create({}, {}, key), create({}, {}, key), create({}, {}, key)])
    const links = new Set(answers.map(({ body }) => (body as CheckoutBody).partialRedirectUrl))
    assert.deepEqual([answers.map(({ status }) => status), links.size], [[201, 201, 201], 1])
    assert.deepEqual(refusalsOf(await create({ locale: 'en_GB' }, {}, key)), ['409 IDEMPOTENCE_KEY_REUSED'])
  })

  test('without tokens of ours: those that are named come back as invalid', async () => {
    const { body } = await create({ tokens: 'a,b , c' })
    assert.deepEqual((body as { invalidTokens?: string[] }).invalidTokens, ['a', 'b', 'c'])
  })

  test('with the order alone: everything else has a default', async () => {
    const { status } = await shop.client.v1.hostedcheckouts.create(shop.merchantId, { order })
    assert.equal(status, 201)
  })
})

describe('a hosted checkout is refused', () => {
  const cases: readonly (readonly [string, object, object, readonly string[]])[] = [
    [
      'without an amount',
      {},
      { order: {} },
      [
        '400 PARAMETER_NOT_FOUND_IN_REQUEST order.amountOfMoney.amount',
        '400 PARAMETER_NOT_FOUND_IN_REQUEST order.amountOfMoney.currencyCode',
      ],
    ],
    [
      'when it goes straight back, and says not where',
      { showResultPage: false, returnUrl: undefined },
      {},
      ['400 PARAMETER_NOT_FOUND_IN_REQUEST hostedCheckoutSpecificInput.returnUrl'],
    ],
    [
      'with a return URL that is none',
      { returnUrl: '/back' },
      {},
      ['400 INVALID_VALUE hostedCheckoutSpecificInput.returnUrl'],
    ],
    [
      'with a locale that is none',
      { locale: 'Dutch please' },
      {},
      ['400 INVALID_VALUE hostedCheckoutSpecificInput.locale'],
    ],
    [
      'when its filters leave Alipay+ out',
      { paymentProductFilters: { exclude: { products: [866] } } },
      {},
      ['400 UNKNOWN_PRODUCT_ID hostedCheckoutSpecificInput.paymentProductFilters'],
    ],
    [
      'for what comes again',
      { isRecurring: true },
      {},
      ['400 UNKNOWN_PRODUCT_ID hostedCheckoutSpecificInput.isRecurring'],
    ],
    [
      'for an amount that no wallet takes',
      {},
      { order: { amountOfMoney: { amount: 9_999_999_99, currencyCode: 'HKD' } } },
      ['400 UNKNOWN_PRODUCT_ID order.amountOfMoney'],
    ],
    [
      'for another product',
      {},
      { redirectPaymentMethodSpecificInput: { paymentProductId: 809 } },
      ['400 UNKNOWN_PRODUCT_ID redirectPaymentMethodSpecificInput.paymentProductId'],
    ],
  ]
  for (const [what, wishes, more, refusals] of cases) {
    test(what, async () => assert.deepEqual(refusalsOf(await create(wishes, more)), refusals))
  }
})

describe('what became of a hosted checkout', () => {
  test('is the payment that the consumer began, until it is paid and after', async () => {
    const { id, link, mac } = await openCheckout(shop, { returnUrl, variant: '105' })
    const page = visit(sandbox, link)
    const redirectUrl = await page.pay()
    const begun = await get(id)
    assertConnectShape('GetHostedCheckoutResponse', begun.body)
    const { status, createdPaymentOutput } = begun.body as {
      status: string
      createdPaymentOutput: { payment: { id: string; status: string }; paymentStatusCategory: string }
    }
    assert.deepEqual(
      [status, createdPaymentOutput.payment.status, createdPaymentOutput.paymentStatusCategory],
      ['PAYMENT_CREATED', 'REDIRECTED', 'STATUS_UNKNOWN'],
    )
    await payInWallet(sandbox, redirectUrl)
    const payment = await shop.whenStatus(createdPaymentOutput.payment.id, 'CAPTURED')
    assertConnectShape('PaymentResponse', payment)
    assert.deepEqual(payment.hostedCheckoutSpecificOutput, { hostedCheckoutId: id, variant: '105' })
    const { body } = await get(id)
    const paid = (body as { createdPaymentOutput: { paymentStatusCategory: string } }).createdPaymentOutput
    assert.equal(paid.paymentStatusCategory, 'SUCCESSFUL')
    const found = await shop.client.v1.payments.find(shop.merchantId, { hostedCheckoutId: id })
    assert.equal((found.body as { totalCount: number }).totalCount, 1)
    assert.equal((await page.read()).back, `${returnUrl}&RETURNMAC=${mac}&hostedCheckoutId=${id}`)
  })

  test('is gone after two hours, unless a payment was begun', async () => {
    const [left, begun] = [await openCheckout(shop, { returnUrl }), await openCheckout(shop, { returnUrl })]
    await visit(sandbox, begun.link).pay()
    await advance(sandbox, 'PT1H59M59S')
    assert.equal(await statusOf(left.id), 'IN_PROGRESS')
    await advance(sandbox, 'PT1S')
    assert.deepEqual(refusalsOf(await get(left.id)), ['404 INVALID_HOSTED_CHECKOUT_ID hostedCheckoutId'])
    assert.equal(await statusOf(begun.id), 'PAYMENT_CREATED')
    assert.deepEqual(await visit(sandbox, left.link).title(), [410, 'This page has expired'])
    assert.deepEqual(await visit(sandbox, begun.link).title(), [200, 'Time is up'])
  })

  test('is that the consumer cancelled, where the merchant wants to know; otherwise it goes on', async () => {
    for (const [returnCancelState, status] of [
      [true, 'CANCELLED_BY_CONSUMER'],
      [false, 'IN_PROGRESS'],
    ] as const) {
      const { id, link, mac } = await openCheckout(shop, { returnUrl, returnCancelState })
      const page = visit(sandbox, link)
      assert.equal(await page.cancel(), `${returnUrl}&RETURNMAC=${mac}&hostedCheckoutId=${id}`)
      assert.equal(await statusOf(id), status)
      assert.equal((await page.title())[1], returnCancelState ? 'You cancelled' : 'Pay 24.99 HKD')
    }
  })
})

describe('a hosted checkout is deleted', () => {
  test('while nothing is under way, and is gone then', async () => {
    const { id, link } = await openCheckout(shop, { returnUrl })
    assert.equal((await remove(id)).status, 204)
    for (const answer of [await get(id), await remove(id)])
      assert.deepEqual(refusalsOf(answer), ['404 INVALID_HOSTED_CHECKOUT_ID hostedCheckoutId'])
    assert.deepEqual(await visit(sandbox, link).title(), [410, 'This page has expired'])
  })

  test('not once the consumer is paying or has paid; after a refusal it is', async () => {
    const { id, link } = await openCheckout(shop, { returnUrl })
    const redirectUrl = await visit(sandbox, link).pay()
    assert.deepEqual(refusalsOf(await remove(id)), ['402 ACTION_NOT_ALLOWED'])
    await payInWallet(sandbox, redirectUrl, 'decline')
    const { body } = await get(id)
    const { payment } = (body as { createdPaymentOutput: { payment: { id: string } } }).createdPaymentOutput
    await shop.whenStatus(payment.id, 'REJECTED')
    assert.equal((await remove(id)).status, 204)
  })

  test('by its own merchant alone: to another it is as unknown as one that never was', async () => {
    const { id } = await openCheckout(shop, { returnUrl })
    for (const method of ['GET', 'DELETE'] as const) {
      const at = (checkoutId: string) =>
        sendSigned(sandbox.gatewayUrl, secondShop, { method, path: `/v1/5678/hostedcheckouts/${checkoutId}` })
      assertAlike(await at(id), await at(randomUUID()), method)
    }
    assert.equal(await statusOf(id), 'IN_PROGRESS')
  })
})
