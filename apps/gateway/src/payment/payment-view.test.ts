import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  apply,
  type ContractVersion,
  type ErrorCode,
  errors,
  intend,
  type Merchant,
  money,
  newPayment,
  type Payment,
  type PaymentEvent,
} from '@silkgate/domain'
import { assertConnectShape } from '../../../../test/connect-shape.ts'
import { errorAnswer } from '../http/errors.ts'
import { localStamp } from '../http/stamp.ts'
import { webhookBody } from '../webhook/webhook-event.ts'
import type { PaymentRequest } from './payment.row.ts'
import { createdView, paymentView, refusalOf } from './payment-view.ts'

const paymentId = '000000123400000000010000100001'
const start = new Date('2026-11-24T09:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const contracts: readonly ContractVersion[] = [
  { validFrom: new Date(0), feeBasisPoints: 140n, feeFixed: money('EUR', 10n) },
]
const merchant: Merchant = {
  merchantId: '1234',
  status: 'live',
  name: 'Demo Shop B.V.',
  displayName: 'Demo Shop',
  mcc: '5947',
  address: { region: 'NL' },
  settlementCurrency: 'EUR',
  furtherCurrencies: [],
  contracts,
  limits: { HKD: 10_000n },
  refundsNeedApproval: false,
  dayLimits: {},
  monthLimits: {},
  refundsAfterPaid: false,
  expiresAfterSeconds: 600,
}
const hkd = money('HKD', 10_000n)
const seen = { merchant, at: later(3600) }

const paymentAfter = (...events: readonly PaymentEvent[]): Payment =>
  events.reduce((payment, event) => apply(payment, event, contracts), intend(merchant, paymentId, hkd, start).payment)

const placed: PaymentEvent = {
  name: 'order_placed',
  at: later(1),
  source: 'pay',
  redirectUrl: 'https://pay.example/281002',
  network: { alipayPlusPaymentId: 'A1' },
}
const succeeded: PaymentEvent = {
  name: 'success_announced',
  at: later(60),
  source: 'notification',
  amount: hkd,
  network: { walletBrandName: 'AlipayHK', settlementAmount: money('EUR', 1_099n) },
}
const refusedWith = (code: 100 | 120): PaymentEvent => ({
  name: 'refused',
  at: later(30),
  source: 'inquiry',
  code,
  because: 'RISK_REJECT',
})

const captured = paymentAfter(placed, succeeded)
const { payment: overLimit } = intend(merchant, paymentId, money('HKD', 10_001n), start)

/** A payment in every status that merchants can see. */
const payments = {
  CREATED: paymentAfter(),
  REDIRECTED: paymentAfter(placed),
  'REDIRECTED, closing': paymentAfter(placed, { name: 'given_up', at: later(630), source: 'inquiry' }),
  CAPTURED: captured,
  'CAPTURED, without a price': paymentAfter(placed, { ...succeeded, network: {} }),
  PAID: { ...captured, settled: true },
  'PAID, partly refunded': { ...captured, settled: true, refundedMinor: 2_500n },
  REFUNDED: { ...captured, settled: true, refundedMinor: 10_000n },
  'REJECTED by the wallet': paymentAfter(placed, refusedWith(120)),
  'REJECTED by Alipay+': paymentAfter(refusedWith(100)),
  'REJECTED over the limit': overLimit,
  CANCELLED: paymentAfter(placed, { name: 'closed', at: later(600), source: 'inquiry' }),
  'CANCELLED, paid too late': paymentAfter(
    placed,
    { name: 'closed', at: later(600), source: 'inquiry' },
    { ...succeeded, name: 'success_confirmed', source: 'inquiry', amount: hkd },
  ),
} as const satisfies Record<string, Payment>

const bare: PaymentRequest = { returnMac: 'f5b66cf9-c64c-4c8d-8171-b47205c89a56', returnUrl: 'https://shop.example/' }
const full: PaymentRequest = {
  ...bare,
  merchantReference: 'AcmeOrder0001',
  merchantOrderId: '42',
  descriptor: 'Tea',
  merchantCustomerId: '9876',
  countryCode: 'HK',
  userAgent: 'Mozilla/5.0',
}

describe('every view', () => {
  for (const [what, payment] of Object.entries(payments)) {
    test(`of a payment that is ${what} has Connect's fields and types, and no others`, () => {
      for (const request of [bare, full]) {
        const stored = { payment, request }
        assertConnectShape('PaymentResponse', paymentView(stored, seen))
        assertConnectShape('CreatePaymentResponse', createdView(stored, seen))
        const event = { eventId: 'e', type: 'payment.created', createdAt: start, merchantId: '1234' }
        assertConnectShape('WebhooksEvent', JSON.parse(webhookBody(event, { payment: paymentView(stored, seen) })))
        if (payment.refused === undefined) continue
        const more = { errorId: 'e', errors: [refusalOf(payment)], paymentResult: createdView(stored, seen) }
        assertConnectShape('PaymentErrorResponse', more)
      }
    })
  }

  test('of an error has them too', () => {
    for (const error of Object.keys(errors) as ErrorCode[]) {
      const { status, body } = errorAnswer('e', [
        { error, propertyName: 'order' },
        { error, message: 'x' },
      ])
      assertConnectShape('ErrorResponse', JSON.parse(body))
      assert.equal(status, errors[error].http)
    }
  })
})

describe('a payment', () => {
  test('that waits for its consumer is shown with all that the merchant sent and needs', () => {
    assert.deepEqual(createdView({ payment: payments.REDIRECTED, request: full }, seen), {
      creationOutput: { additionalReference: 'AcmeOrder0001', externalReference: 'AcmeOrder0001' },
      merchantAction: {
        actionType: 'REDIRECT',
        redirectData: { RETURNMAC: bare.returnMac, redirectURL: 'https://pay.example/281002' },
        showData: [],
      },
      payment: {
        id: paymentId,
        paymentOutput: {
          amountOfMoney: { amount: 10_000, currencyCode: 'HKD' },
          references: {
            merchantReference: 'AcmeOrder0001',
            merchantOrderId: 42,
            paymentReference: '0',
            providerReference: 'A1',
          },
          paymentMethod: 'redirect',
          redirectPaymentMethodSpecificOutput: { paymentProductId: 866 },
        },
        status: 'REDIRECTED',
        statusOutput: {
          isAuthorized: false,
          isCancellable: false,
          isRefundable: false,
          isRetriable: false,
          statusCategory: 'PENDING_PAYMENT',
          statusCode: 50,
          statusCodeChangeDateTime: '20261124100001',
        },
      },
    })
  })

  test('without a reference of the merchant is referred to by its own ids', () => {
    assert.deepEqual(createdView({ payment: payments.CREATED, request: bare }, seen).creationOutput, {
      additionalReference: paymentId.slice(0, 20),
      externalReference: paymentId,
    })
  })

  test('shows its status, its number and what came in', () => {
    const rows = Object.entries(payments).map(([what, payment]) => {
      const { status, statusOutput, paymentOutput } = paymentView({ payment, request: bare }, seen)
      const { statusCategory, statusCode, isAuthorized } = statusOutput
      const { amountCaptured, amountPaid } = paymentOutput as { amountCaptured?: number; amountPaid?: number }
      const amounts = amountCaptured === undefined ? [] : [amountCaptured, amountPaid]
      return [what, status, statusCategory, statusCode, isAuthorized, ...amounts]
    })
    assert.deepEqual(rows, [
      ['CREATED', 'CREATED', 'CREATED', 0, false],
      ['REDIRECTED', 'REDIRECTED', 'PENDING_PAYMENT', 50, false],
      ['REDIRECTED, closing', 'REDIRECTED', 'PENDING_PAYMENT', 50, false],
      ['CAPTURED', 'CAPTURED', 'COMPLETED', 800, true, 10_000, 0],
      ['CAPTURED, without a price', 'CAPTURED', 'COMPLETED', 800, true, 10_000, 0],
      ['PAID', 'PAID', 'COMPLETED', 1000, true, 10_000, 10_000],
      ['PAID, partly refunded', 'PAID', 'COMPLETED', 1000, true, 10_000, 10_000],
      ['REFUNDED', 'REFUNDED', 'REFUNDED', 1800, true, 10_000, 10_000],
      ['REJECTED by the wallet', 'REJECTED', 'UNSUCCESSFUL', 120, false],
      ['REJECTED by Alipay+', 'REJECTED', 'UNSUCCESSFUL', 100, false],
      ['REJECTED over the limit', 'REJECTED', 'UNSUCCESSFUL', 100, false],
      ['CANCELLED', 'CANCELLED', 'UNSUCCESSFUL', 99999, false],
      ['CANCELLED, paid too late', 'CANCELLED', 'UNSUCCESSFUL', 99999, false],
    ])
  })

  test('sends its consumer to Alipay+ for as long as it can be paid, and no longer', () => {
    const sending = Object.entries(payments).filter(([, payment]) => {
      const view = createdView({ payment, request: bare }, seen)
      return 'merchantAction' in view
    })
    assert.deepEqual(
      sending.map(([what]) => what),
      ['REDIRECTED'],
    )
  })

  test('names the wallet once it is known', () => {
    const outputOf = (payment: Payment) =>
      paymentView({ payment, request: bare }, seen).paymentOutput.redirectPaymentMethodSpecificOutput
    assert.deepEqual(outputOf(payments.REDIRECTED), { paymentProductId: 866 })
    const walletUsed = { paymentProductId: 866, paymentProduct866SpecificOutput: { walletUsed: 'AlipayHK' } }
    assert.deepEqual(outputOf(payments.CAPTURED), walletUsed)
  })

  test('that was refused says why', () => {
    assert.equal(refusalOf(payments['REJECTED by the wallet']).code, '430330')
    assert.match(refusalOf(payments['REJECTED by the wallet']).message, /Alipay\+ refused the payment: RISK_REJECT\./)
    assert.equal(refusalOf(overLimit).code, '86600402')
    assert.equal(refusalOf(overLimit).propertyName, 'order.amountOfMoney.amount')
    const { errors: shown } = paymentView({ payment: overLimit, request: bare }, seen).statusOutput
    assert.deepEqual(shown, [refusalOf(overLimit)])
  })

  test('shows amounts with two implied decimals, whatever the currency', () => {
    const amountOf = (currency: string, minor: bigint) => {
      const terms = { merchantId: '1234', paymentId, settlementCurrency: 'EUR', createdAt: start, expiresAt: start }
      const payment = newPayment({ ...terms, amount: money(currency, minor) })
      return paymentView({ payment, request: bare }, seen).paymentOutput.amountOfMoney
    }
    assert.deepEqual(amountOf('JPY', 1_500n), { amount: 150_000, currencyCode: 'JPY' })
    assert.deepEqual(amountOf('KWD', 15_000n), { amount: 1_500, currencyCode: 'KWD' })
    assert.deepEqual(amountOf('EUR', 999_999_999_999n), { amount: 999_999_999_999, currencyCode: 'EUR' })
  })

  test('gives an order id back to its last digit', () => {
    for (const id of ['0', '-5', '9007199254740993', '123456789012345678', '-123456789012345678']) {
      const view = paymentView({ payment: payments.CREATED, request: { ...bare, merchantOrderId: id } }, seen)
      assert.ok(JSON.stringify(view).includes(`"merchantOrderId":${id},`), JSON.stringify(view))
    }
  })
})

test('a stamp is on the clock of Amsterdam, in winter, in summer and at midnight', () => {
  assert.equal(localStamp(new Date('2026-11-24T09:00:01.999Z')), '20261124100001')
  assert.equal(localStamp(new Date('2026-07-01T22:00:00Z')), '20260702000000')
  assert.equal(localStamp(new Date('2026-12-31T23:00:00Z')), '20270101000000')
})
