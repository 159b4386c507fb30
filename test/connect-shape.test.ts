import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertConnectShape } from './connect-shape.ts'

const payment = {
  id: '000000123400000000010000100001',
  paymentOutput: {
    amountOfMoney: { amount: 1500, currencyCode: 'HKD' },
    references: { merchantOrderId: 9_007_199_254_740_991, paymentReference: '0' },
    redirectPaymentMethodSpecificOutput: { paymentProductId: 866 },
  },
  status: 'REDIRECTED',
  statusOutput: { errors: [{ code: '9999', httpStatusCode: 500 }], isCancellable: false, statusCode: 50 },
}

test('what Connect answers is of its type, with fields missing or not', () => {
  assertConnectShape('PaymentResponse', payment)
  assertConnectShape('PaymentResponse', {})
  assertConnectShape('WebhooksEvent', { apiVersion: 'v1', id: 'x', type: 'payment.created', payment })
  assertConnectShape('PaymentErrorResponse', { errorId: 'x', errors: [], paymentResult: { payment } })
  assertConnectShape('TestConnection', { result: 'OK', absent: undefined })
})

test('what Connect would not answer is none', () => {
  for (const [type, value, says] of [
    ['PaymentResponse', { ...payment, extra: 1 }, /^PaymentResponse\.extra is unknown/],
    ['PaymentResponse', { ...payment, toString: 'x' }, /PaymentResponse\.toString is unknown/],
    ['PaymentResponse', { id: 1 }, /PaymentResponse\.id is no String: 1/],
    ['PaymentResponse', { id: null }, /PaymentResponse\.id is no String: null/],
    ['PaymentResponse', { paymentOutput: { amountOfMoney: { amount: '1500' } } }, /amount is no Long: "1500"/],
    ['PaymentResponse', { paymentOutput: { amountOfMoney: { amount: 15.5 } } }, /amount is no Long: 15\.5/],
    ['PaymentResponse', { paymentOutput: [] }, /paymentOutput is no PaymentOutput: \[\]/],
    ['PaymentResponse', { statusOutput: { statusCode: 2 ** 31 } }, /statusCode is no Integer/],
    ['PaymentResponse', { statusOutput: { isCancellable: 'false' } }, /isCancellable is no Boolean/],
    ['ErrorResponse', { errors: {} }, /errors is no List<APIError>/],
    ['ErrorResponse', { errors: [{}, { code: 9999 }] }, /ErrorResponse\.errors\[1\]\.code is no String/],
    ['ErrorResponse', null, /ErrorResponse is no ErrorResponse: null/],
    ['Nothing', {}, /Connect has no type Nothing/],
  ] as const) {
    assert.throws(() => assertConnectShape(type, value), { message: says }, says.source)
  }
})
