import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeMessage } from '@silkgate/alipayplus'
import { type Merchant, money, newPayment } from '@silkgate/domain'
import { payRequestOf, redirectBackUrl } from './pay-request.ts'
import type { PaymentRequest, StoredPayment } from './payment.row.ts'

const paymentId = '000000123400000000010000100001'
const returnMac = 'f5b66cf9-c64c-4c8d-8171-b47205c89a56'
const notifyUrl = 'https://gateway.example/alipayplus/notifyPayment'
const merchant: Merchant = {
  merchantId: '1234',
  status: 'live',
  name: 'Demo Shop B.V.',
  displayName: 'Demo Shop',
  mcc: '5947',
  address: { region: 'NL', city: 'Amsterdam' },
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

const stored = (request: Partial<PaymentRequest> = {}, amount = money('HKD', 10_000n)): StoredPayment => ({
  payment: newPayment({
    merchantId: '1234',
    paymentId,
    amount,
    settlementCurrency: 'EUR',
    createdAt: new Date('2026-11-24T09:00:00Z'),
    expiresAt: new Date('2026-11-24T09:10:00Z'),
  }),
  request: { returnMac, returnUrl: 'https://shop.example/return', ...request },
})

const payRequest = (request?: Partial<PaymentRequest>, amount = money('HKD', 10_000n)) =>
  payRequestOf(stored(request, amount), merchant, notifyUrl)

describe('the pay call', () => {
  test('says all that Alipay+ needs of an order with nothing but an amount', () => {
    assert.deepEqual(payRequest(), {
      paymentRequestId: paymentId,
      paymentAmount: { currency: 'HKD', value: '10000' },
      order: {
        referenceOrderId: '00000012340000000001',
        orderDescription: 'Demo Shop 00000012340000000001',
        orderAmount: { currency: 'HKD', value: '10000' },
        merchant: {
          referenceMerchantId: '1234',
          merchantName: 'Demo Shop B.V.',
          merchantDisplayName: 'Demo Shop',
          merchantMCC: '5947',
          merchantAddress: { region: 'NL', city: 'Amsterdam' },
        },
        env: { terminalType: 'WEB' },
      },
      paymentMethod: { paymentMethodType: 'CONNECT_WALLET' },
      paymentFactor: { isInStorePayment: 'false', isCashierPayment: 'true', presentmentMode: 'UNIFIED' },
      settlementStrategy: { settlementCurrency: 'EUR' },
      paymentNotifyUrl: notifyUrl,
      paymentRedirectUrl: `https://shop.example/return?REF=${paymentId}&RETURNMAC=${returnMac}`,
      paymentExpiryTime: '2026-11-24T09:10:00.000Z',
    })
  })

  test('takes what the merchant said of the order and its consumer', () => {
    const { order, userRegion } = payRequest({
      merchantReference: 'AcmeOrder0001',
      descriptor: 'Tea',
      merchantCustomerId: '9876',
      countryCode: 'HK',
    })
    assert.equal(order.referenceOrderId, 'AcmeOrder0001')
    assert.equal(order.orderDescription, 'Tea')
    assert.deepEqual(order.buyer, { referenceBuyerId: '9876' })
    assert.equal(userRegion, 'HK')
  })

  test('has amounts in the currency’s own smallest unit', () => {
    assert.deepEqual(payRequest({}, money('JPY', 1_500n)).paymentAmount, { currency: 'JPY', value: '1500' })
    assert.deepEqual(payRequest({}, money('KWD', 15_000n)).paymentAmount, { currency: 'KWD', value: '15000' })
  })

  test('is word for word the same when it is made again', () => {
    const request = { merchantReference: 'A', userAgent: 'Mozilla/5.0 (iPhone)' }
    assert.equal(encodeMessage(payRequest(request)), encodeMessage(payRequest(request)))
  })
})

describe('the consumer’s device', () => {
  const envOf = (userAgent: string) => payRequest({ userAgent }).order.env

  test('is a phone with its system, or a desktop browser', () => {
    for (const [userAgent, terminalType, osType] of [
      ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148', 'WAP', 'IOS'],
      ['Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X)', 'WAP', 'IOS'],
      ['Mozilla/5.0 (Linux; Android 16; Pixel 10) Mobile Safari/537.36', 'WAP', 'ANDROID'],
      ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', 'WEB', undefined],
      ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156', 'WEB', undefined],
    ] as const) {
      assert.deepEqual(envOf(userAgent), { terminalType, ...(osType ? { osType } : {}), userAgent })
    }
  })

  test('that is unknown is a desktop browser, and never an empty text', () => {
    assert.deepEqual(envOf(''), { terminalType: 'WEB' })
  })
})

describe('the way back to the shop', () => {
  const added = `REF=${paymentId}&RETURNMAC=${returnMac}`

  test('keeps the query and the fragment of the merchant', () => {
    for (const [returnUrl, expected] of [
      ['https://shop.example', `https://shop.example?${added}`],
      ['https://shop.example/return?order=1', `https://shop.example/return?order=1&${added}`],
      ['https://shop.example/return#paid', `https://shop.example/return?${added}#paid`],
      ['https://shop.example/?a=1#/order?b=2#c', `https://shop.example/?a=1&${added}#/order?b=2#c`],
      ['https://shop.example/#/order?b=2', `https://shop.example/?${added}#/order?b=2`],
      ['myapp://return', `myapp://return?${added}`],
    ] as const) {
      assert.equal(redirectBackUrl(stored({ returnUrl })), expected)
    }
  })
})
