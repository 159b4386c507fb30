import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { money, type Refusal } from '@silkgate/domain'
import { readCreateRequest } from './read-create-request.ts'

type Json = Record<string, unknown>

const returnUrl = 'https://shop.example/return?order=1#paid'

/** The body that the SDKs make of the least that is needed, with parts of it replaced. */
const aBody = ({
  order,
  amountOfMoney,
  redirect,
}: {
  order?: Json
  amountOfMoney?: Json
  redirect?: Json
} = {}): Json => ({
  order: { amountOfMoney: { amount: 1500, currencyCode: 'HKD', ...amountOfMoney }, ...order },
  redirectPaymentMethodSpecificInput: { paymentProductId: 866, redirectionData: { returnUrl }, ...redirect },
})

const read = (body: unknown, isSandbox = false) => readCreateRequest(body, isSandbox)

const commandOf = (body: unknown) => {
  const command = read(body)
  assert.ok(command.ok, command.ok ? '' : JSON.stringify(command.refusals))
  return command.value
}

/** What is refused, each as "ERROR property", in the order of the answer. */
const refusalsOf = (body: unknown, isSandbox = false): string[] => {
  const command = read(body, isSandbox)
  assert.ok(!command.ok, `it was taken: ${JSON.stringify(body)}`)
  return command.refusals.map(({ error, propertyName }: Refusal) => (propertyName ? `${error} ${propertyName}` : error))
}

const amount = 'order.amountOfMoney.amount'
const currency = 'order.amountOfMoney.currencyCode'
const product = 'redirectPaymentMethodSpecificInput.paymentProductId'
const newUrl = 'redirectPaymentMethodSpecificInput.redirectionData.returnUrl'

describe('a create request', () => {
  test('is taken with the least that is needed', () => {
    assert.deepEqual(commandOf(aBody()), { amount: money('HKD', 1500n), request: { returnUrl } })
  })

  test('is read with its references and its consumer', () => {
    const order = {
      customer: {
        merchantCustomerId: '9876',
        billingAddress: { countryCode: 'HK', city: 'Hong Kong' },
        device: { userAgent: 'Mozilla/5.0' },
        locale: 'zh_HK',
      },
      references: { merchantReference: 'AcmeOrder0001', merchantOrderId: 42, descriptor: 'Tea' },
    }
    assert.deepEqual(commandOf(aBody({ order })).request, {
      returnUrl,
      merchantReference: 'AcmeOrder0001',
      merchantOrderId: '42',
      descriptor: 'Tea',
      merchantCustomerId: '9876',
      countryCode: 'HK',
      userAgent: 'Mozilla/5.0',
    })
  })

  test('may have its numbers as strings and its texts as numbers, as some clients send them', () => {
    const order = { references: { merchantOrderId: '123456789012345678', merchantReference: 20261124 } }
    const body = aBody({ order, amountOfMoney: { amount: '1500' }, redirect: { paymentProductId: '866' } })
    const command = commandOf(body)
    assert.deepEqual(command.amount, money('HKD', 1500n))
    assert.equal(command.request.merchantOrderId, '123456789012345678')
    assert.equal(command.request.merchantReference, '20261124')
  })

  test('may have null, an empty text or an empty list for whatever is not needed', () => {
    const order = {
      customer: { merchantCustomerId: null, billingAddress: null, device: [] },
      references: { merchantReference: '', merchantOrderId: null, descriptor: null },
      shoppingCart: null,
    }
    const redirect = { returnUrl: null, redirectionData: { returnUrl, variant: null } }
    assert.deepEqual(commandOf(aBody({ order, redirect })).request, { returnUrl })
    assert.deepEqual(commandOf(aBody({ order: { customer: null, references: [] } })).request, { returnUrl })
    assert.deepEqual(commandOf(aBody({ order: { customer: { billingAddress: { countryCode: '' } } } })).request, {
      returnUrl,
    })
  })

  test('may have properties that we do not know, whatever they hold', () => {
    const body = {
      ...aBody({ order: { shoppingCartExtension: {}, contactDetails: [1], items: 'x' }, redirect: { tokenize: 'no' } }),
      cardPaymentMethodSpecificInput: { card: { cvv: '123' } },
      fraudFields: null,
    }
    assert.ok(read(body).ok)
  })

  test('has no properties but its own: a prototype written as JSON is one that we do not know', () => {
    const body = `{"__proto__":${JSON.stringify(aBody())}}`
    const missing = 'PARAMETER_NOT_FOUND_IN_REQUEST'
    assert.deepEqual(refusalsOf(JSON.parse(body)), [
      `${missing} redirectPaymentMethodSpecificInput`,
      `${missing} order`,
    ])
    assert.ok(read({ ...aBody(), constructor: 2, toString: 3, hasOwnProperty: null }).ok)
  })

  test('is refused with the first thing to repair when it is no JSON object', () => {
    for (const body of [undefined, null, [], [aBody()], 'x', 866, true]) {
      assert.deepEqual(refusalsOf(body), ['INVALID_JSON'])
    }
  })

  test('names everything that is missing at once', () => {
    const missing = (...names: string[]) => names.map((name) => `PARAMETER_NOT_FOUND_IN_REQUEST ${name}`)
    assert.deepEqual(refusalsOf({}), missing('redirectPaymentMethodSpecificInput', 'order'))
    assert.deepEqual(
      refusalsOf({ order: {}, redirectPaymentMethodSpecificInput: {} }),
      missing(product, newUrl, amount, currency),
    )
    assert.deepEqual(
      refusalsOf({ order: { amountOfMoney: [] }, redirectPaymentMethodSpecificInput: [] }),
      missing(product, newUrl, amount, currency),
    )
    const nulls = {
      order: { amountOfMoney: { amount: null, currencyCode: null } },
      redirectPaymentMethodSpecificInput: { paymentProductId: null, redirectionData: null, returnUrl: null },
    }
    assert.deepEqual(refusalsOf(nulls), missing(product, newUrl, amount, currency))
    const empty = aBody({ amountOfMoney: { currencyCode: '' }, redirect: { redirectionData: {}, returnUrl: '' } })
    assert.deepEqual(refusalsOf(empty), missing(newUrl, currency))
  })

  test('names what has the wrong type', () => {
    const wrong = (name: string) => [`INVALID_VALUE ${name}`]
    assert.deepEqual(refusalsOf({ ...aBody(), order: 'x' }), wrong('order'))
    assert.deepEqual(refusalsOf({ ...aBody(), order: [1] }), wrong('order'))
    assert.deepEqual(refusalsOf(aBody({ order: { amountOfMoney: 1500 } })), wrong('order.amountOfMoney'))
    assert.deepEqual(refusalsOf(aBody({ order: { references: 'x' } })), wrong('order.references'))
    assert.deepEqual(
      refusalsOf(aBody({ redirect: { redirectionData: returnUrl } })),
      wrong(newUrl.replace('.returnUrl', '')),
    )
    for (const value of [true, {}, [], [1500]]) {
      assert.deepEqual(refusalsOf(aBody({ amountOfMoney: { amount: value } })), wrong(amount), JSON.stringify(value))
    }
    for (const value of [true, {}, []]) {
      const references = { merchantReference: value }
      assert.deepEqual(refusalsOf(aBody({ order: { references } })), wrong('order.references.merchantReference'))
    }
  })

  test('is for Alipay+ and for no other product', () => {
    for (const paymentProductId of [861, 1, '1', 0, -866]) {
      assert.deepEqual(refusalsOf(aBody({ redirect: { paymentProductId } })), [`UNKNOWN_PRODUCT_ID ${product}`])
    }
    assert.deepEqual(refusalsOf(aBody({ redirect: { paymentProductId: 'alipay' } })), [`INVALID_VALUE ${product}`])
  })
})

describe('an amount', () => {
  const of = (value: unknown, currencyCode = 'HKD') => aBody({ amountOfMoney: { amount: value, currencyCode } })

  test('has two implied decimals, whatever the currency', () => {
    assert.deepEqual(commandOf(of(150_000, 'JPY')).amount, money('JPY', 1_500n))
    assert.deepEqual(commandOf(of(1500, 'KWD')).amount, money('KWD', 15_000n))
    assert.deepEqual(commandOf(of(1, 'EUR')).amount, money('EUR', 1n))
    assert.deepEqual(commandOf(of(999_999_999_999)).amount, money('HKD', 999_999_999_999n))
  })

  test('is a positive integer of at most twelve digits', () => {
    const wrong = ['15.00', '15.', '1e3', 1e21, 15.5, 0, '0', '-0', -1, '-1', '+1', ' 1', '1 ', '', '0x10', '１']
    for (const value of [...wrong, 1_000_000_000_000, '1000000000000', '9'.repeat(19), '9'.repeat(400)]) {
      assert.deepEqual(refusalsOf(of(value)), [`INVALID_VALUE ${amount}`], JSON.stringify(value))
    }
  })

  test('is one that its currency can express', () => {
    const refused = read(of(150_050, 'JPY'))
    assert.ok(!refused.ok)
    assert.equal(refused.refusals[0]?.propertyName, amount)
    assert.match(refused.refusals[0]?.message ?? '', /JPY has no decimals: send 150000 for 1500 JPY/)
  })

  test('is in a currency of ISO 4217', () => {
    for (const code of ['hkd', 'XXX', 'HK', 'XAU', 978]) {
      assert.deepEqual(refusalsOf(aBody({ amountOfMoney: { currencyCode: code } })), [`INVALID_VALUE ${currency}`])
    }
    assert.deepEqual(refusalsOf(of(1, 'HKDX')), [`INVALID_VALUE ${currency}`])
  })
})

describe('a text', () => {
  const limits: readonly [string, number, (text: string) => Json][] = [
    ['order.references.merchantReference', 50, (merchantReference) => ({ references: { merchantReference } })],
    ['order.references.descriptor', 256, (descriptor) => ({ references: { descriptor } })],
    ['order.customer.merchantCustomerId', 64, (merchantCustomerId) => ({ customer: { merchantCustomerId } })],
    ['order.customer.device.userAgent', 2000, (userAgent) => ({ customer: { device: { userAgent } } })],
  ]

  for (const [name, longest, orderWith] of limits) {
    test(`${name} has at most ${longest} characters`, () => {
      assert.ok(read(aBody({ order: orderWith('x'.repeat(longest)) })).ok)
      assert.deepEqual(refusalsOf(aBody({ order: orderWith('x'.repeat(longest + 1)) })), [`INVALID_VALUE ${name}`])
    })

    test(`${name} is one that a database can keep`, () => {
      for (const text of ['a\u0000b', 'a\ud800b', '\udc00']) {
        assert.deepEqual(refusalsOf(aBody({ order: orderWith(text) })), [`INVALID_VALUE ${name}`], JSON.stringify(text))
      }
      assert.ok(read(aBody({ order: orderWith('咖啡 ☕ 𝒳') })).ok)
    })
  }

  test('order.customer.billingAddress.countryCode is two capital letters', () => {
    for (const countryCode of ['hk', 'HKG', 'H', '香港', 85, {}]) {
      const order = { customer: { billingAddress: { countryCode } } }
      assert.deepEqual(refusalsOf(aBody({ order })), ['INVALID_VALUE order.customer.billingAddress.countryCode'])
    }
  })
})
