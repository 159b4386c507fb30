import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { brokenField, decodeMessage, encodeMessage } from './encode.ts'
import type { PayRequest } from './messages/pay.ts'

/** Any character of Unicode, control characters too. */
const codes = fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
const character = codes.map((code) => String.fromCodePoint(code))
const text = fc.string({ unit: character, minLength: 1, maxLength: 20 }).filter((one) => !one.includes('\u0000'))
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const name = fc.stringMatching(/^[a-z][A-Za-z]{0,11}$/)
const digits = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }).map(String)
const amount = fc.record({ currency: fc.constantFrom('HKD', 'EUR', 'JPY'), value: digits })

/** Any message of strings alone. */
const message = fc.dictionary(
  name,
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  })).value,
  { maxKeys: 8, noNullPrototype: true },
)

const payRequest: fc.Arbitrary<PayRequest> = fc.record(
  {
    paymentRequestId: text,
    paymentAmount: amount,
    order: fc.record({
      referenceOrderId: text,
      orderDescription: text,
      orderAmount: amount,
      merchant: fc.record(
        {
          referenceMerchantId: text,
          merchantName: text,
          merchantDisplayName: text,
          merchantMCC: text,
          merchantAddress: fc.record({ region: text, city: text, zipCode: text }, { requiredKeys: ['region'] }),
        },
        { requiredKeys: ['referenceMerchantId', 'merchantName', 'merchantMCC', 'merchantAddress'] },
      ),
      env: fc.record({ terminalType: fc.constantFrom('WEB', 'WAP'), osType: fc.constantFrom('IOS', 'ANDROID') }),
    }),
    paymentMethod: fc.record({ paymentMethodType: fc.constant('CONNECT_WALLET') }),
    paymentFactor: fc.record({ isInStorePayment: fc.constant('false'), isCashierPayment: fc.constant('true') }),
    settlementStrategy: fc.record({ settlementCurrency: text }),
    paymentNotifyUrl: fc.webUrl(),
    paymentRedirectUrl: fc.webUrl(),
    paymentExpiryTime: text,
    userRegion: text,
  },
  {
    requiredKeys: [
      'paymentRequestId',
      'paymentAmount',
      'order',
      'paymentMethod',
      'paymentFactor',
      'settlementStrategy',
      'paymentNotifyUrl',
      'paymentRedirectUrl',
    ],
  },
)

const scalarsOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalarsOf) : [value]

describe('what we write', () => {
  test('a pay request holds no number, no boolean, no null and no empty text', () => {
    fc.assert(
      fc.property(payRequest, (request) => {
        for (const scalar of scalarsOf(JSON.parse(encodeMessage(request)))) {
          assert.equal(typeof scalar, 'string')
          assert.notEqual(scalar, '')
        }
      }),
    )
  })

  test('any message is the same after it was written and read', () => {
    fc.assert(fc.property(message, (one) => assert.deepEqual(decodeMessage(encodeMessage(one)), one)))
  })

  test('absent fields are left out, nulls too', () => {
    fc.assert(
      fc.property(fc.dictionary(name, optional(text)), (one) => {
        const present = Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined))
        assert.deepEqual(decodeMessage(encodeMessage(one)), present)
      }),
    )
    assert.equal(encodeMessage({ a: 'x', b: null, c: { d: undefined } }), '{"a":"x","c":{}}')
  })

  test('an empty text, a number and a boolean are refused with the name of their field, however deep', () => {
    for (const wrong of ['', 1, 0n, Number.NaN, true, false]) {
      assert.throws(() => encodeMessage({ order: [{ env: { userAgent: wrong } }] }), /userAgent is/)
    }
  })
})

describe('what we read', () => {
  test('numbers and booleans become the strings they should have been, digit by digit', () => {
    assert.deepEqual(
      decodeMessage('{"a":20240115194010800100188640298283440,"b":0.10990,"c":true,"d":[1,false],"e":"1e3"}'),
      { a: '20240115194010800100188640298283440', b: '0.10990', c: 'true', d: ['1', 'false'], e: '1e3' },
    )
  })

  test('nulls are left out, in lists too', () => {
    const text = '{"a":null,"b":{"c":null},"d":[null,{"e":"x"},null]}'
    assert.deepEqual(decodeMessage(text), { b: {}, d: [{ e: 'x' }] })
  })

  test('nothing but a JSON object is a message', () => {
    for (const no of ['', 'x', '[]', '"x"', '1', 'null', '{', '{"a":1}}', '[{}]'])
      assert.equal(decodeMessage(no), undefined)
  })

  test('half a character and a NUL, in a name or a value, make it no message', () => {
    for (const odd of ['a\\u0000', '\\ud800', '\\udc00b']) {
      assert.equal(decodeMessage(`{"a":{"b":["${odd}"]}}`), undefined, odd)
      assert.equal(decodeMessage(`{"a":{"${odd}":"b"}}`), undefined, odd)
    }
    assert.deepEqual(decodeMessage('{"a":"\\ud83d\\ude00"}'), { a: '😀' })
  })

  test('no text at all makes it throw', () => {
    const anyText = fc.oneof(fc.string({ unit: character }), fc.json(), message.map(encodeMessage))
    fc.assert(
      fc.property(anyText, (one) => {
        const read = decodeMessage(one)
        if (read !== undefined) brokenField(read)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the first field that is not what it must be', () => {
  const result = { resultCode: 'SUCCESS', resultStatus: 'S' }

  test('is none in a message that is right', () => {
    fc.assert(
      fc.property(amount, (one) => assert.equal(brokenField({ result, paymentAmount: one, other: {} }), undefined)),
    )
  })

  test('is an amount that is no natural number of a currency', () => {
    for (const value of ['', '-1', '+1', '01', '1.00', '1e3', ' 1', '1 ', '0x1', '1234567890123456789', '１', {}]) {
      assert.equal(brokenField({ settlementAmount: { currency: 'EUR', value } }), 'settlementAmount', String(value))
    }
    for (const currency of ['', 'eur', 'EURO', 'EU', undefined, {}]) {
      assert.equal(brokenField({ paymentAmount: { currency, value: '1' } }), 'paymentAmount', String(currency))
    }
    for (const one of ['1', [], {}]) assert.equal(brokenField({ refundAmount: one }), 'refundAmount')
  })

  test('is a result without code or status, or an id that is no text', () => {
    assert.equal(brokenField({ result: { resultCode: 'SUCCESS' } }), 'result')
    assert.equal(brokenField({ result, paymentResult: 'S' }), 'paymentResult')
    assert.equal(brokenField({ result, paymentResult: { ...result, resultMessage: {} } }), 'paymentResult')
    assert.equal(brokenField({ result, paymentId: {} }), 'paymentId')
    assert.equal(brokenField({ result, normalUrl: [] }), 'normalUrl')
  })
})
