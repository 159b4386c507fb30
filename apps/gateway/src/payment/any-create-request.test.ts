import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeMessage } from '@silkgate/alipayplus'
import { type Merchant, newPayment } from '@silkgate/domain'
import fc from 'fast-check'
import { payRequestOf } from './pay-request.ts'
import { readCreateRequest } from './read-create-request.ts'

const anyJson = fc.jsonValue({ maxDepth: 3 })
/** Any character of Unicode, control characters too. */
const codes = fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
const character = codes.map((code) => String.fromCodePoint(code))
const oddText = fc.oneof(fc.string({ unit: character, maxLength: 70 }), fc.constantFrom('', ' ', '0', 'https://'))
const url = fc.webUrl({ withQueryParameters: true, withFragments: true })

/** Bodies that are right but for one part in ten, in which anything may be. */
const nearly = (() => {
  const odd = fc.oneof(anyJson, oddText, fc.constant(undefined))
  const part = (value: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: odd })
  const record = (parts: Record<string, fc.Arbitrary<unknown>>) =>
    part(fc.record(Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, part(value)]))))
  const name = fc.string({ minLength: 1, maxLength: 40 })
  return record({
    order: record({
      amountOfMoney: record({ amount: fc.constantFrom(1500, '1500'), currencyCode: fc.constantFrom('HKD', 'KWD') }),
      customer: record({ merchantCustomerId: name, device: record({ userAgent: name }) }),
      references: record({ merchantReference: name, merchantOrderId: fc.nat(), descriptor: name }),
    }),
    redirectPaymentMethodSpecificInput: record({
      paymentProductId: fc.constantFrom(866, '866'),
      redirectionData: record({ returnUrl: url }),
      returnUrl: url,
    }),
  })
})()

const merchant: Merchant = {
  merchantId: '1234',
  status: 'live',
  name: 'Demo Shop B.V.',
  displayName: 'Demo Shop',
  mcc: '5947',
  address: { region: 'NL' },
  settlementCurrency: 'EUR',
  furtherCurrencies: [],
  contracts: [],
  limits: {},
  refundsNeedApproval: false,
  dayLimits: {},
  monthLimits: {},
  refundsAfterPaid: false,
  expiresAfterSeconds: 600,
}

describe('no JSON value at all', () => {
  const paymentId = '000000123400000000010000100001'
  const createdAt = new Date('2026-11-24T09:00:00Z')

  test('makes the reader throw, or refuse without saying why', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, nearly), fc.boolean(), (body, isSandbox) => {
        const command = readCreateRequest(body, isSandbox)
        assert.ok(command.ok || command.refusals.length > 0)
      }),
      { numRuns: 2_000 },
    )
  })

  test('that is taken makes a message which breaks a rule of Alipay+', () => {
    let taken = 0
    fc.assert(
      fc.property(nearly, fc.boolean(), (body, isSandbox) => {
        const command = readCreateRequest(body, isSandbox)
        if (!command.ok) return
        taken++
        const payment = newPayment({
          merchantId: '1234',
          paymentId,
          settlementCurrency: 'EUR',
          createdAt,
          expiresAt: createdAt,
          amount: command.value.amount,
        })
        const request = { ...command.value.request, returnMac: '0b2c6a7e-0000-4000-8000-000000000000' }
        const message = payRequestOf({ payment, request }, merchant, 'https://pay.example/alipayplus/notifyPayment')
        encodeMessage(message)
        assert.ok(URL.canParse(message.paymentRedirectUrl) && message.paymentRedirectUrl.length <= 2048)
        assert.ok(new URL(message.paymentRedirectUrl).search.includes(`REF=${paymentId}`), message.paymentRedirectUrl)
      }),
      { numRuns: 3_000 },
    )
    assert.ok(taken > 300, `only ${taken} were taken`)
  })
})
