import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isMerchantId, isPaymentId, merchantOf, orderReferenceOf, paymentIdOf } from './index.ts'

test('a payment id holds its merchant and order', () => {
  assert.equal(paymentIdOf('1234', 1n), '000000123400000000010000100001')
  assert.equal(orderReferenceOf('000000123400000000010000100001'), '00000012340000000001')
})

test('every merchant is found again in its payments’ ids', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 9_999_999_999n }),
      fc.bigInt({ min: 1n, max: 9_999_999_999n }),
      (merchant, order) => {
        const id = paymentIdOf(merchant.toString(), order)
        assert.ok(isPaymentId(id))
        assert.equal(merchantOf(id), merchant.toString())
      },
    ),
  )
})

test('a merchant id has up to ten digits and no leading zero', () => {
  assert.deepEqual(['1', '9999999999', '0', '012', '12345678901', 'x', ''].map(isMerchantId), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
})
