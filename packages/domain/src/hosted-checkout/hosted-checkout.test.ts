import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from '../payment/index.ts'
import { after, aPayment, hkd, placed, start } from '../payment/testing.ts'
import { canBegin, type HostedCheckout, stageOf } from './index.ts'

const checkout: HostedCheckout = {
  merchantId: '1234',
  hostedCheckoutId: '01a21653-0ce4-7ac3-ae5c-9e24616c08f7',
  amount: hkd,
  createdAt: start,
  expiresAt: after(7200),
  attempts: 1,
  paymentId: '000000123400000000010000100001',
  cancelledAt: undefined,
  deletedAt: undefined,
}

test('nobody reads that nothing was charged once a success was heard of a refused payment', () => {
  const refused: Payment = {
    ...aPayment(placed()),
    refused: 120,
    refusedBecause: 'USER_BALANCE_NOT_ENOUGH',
    waiting: undefined,
  }
  assert.equal(stageOf(checkout, refused, after(60)), 'no_balance')
  for (const heard of [{ successHeard: true }, { lateSuccess: true }]) {
    const payment: Payment = { ...refused, ...heard }
    assert.equal(stageOf(checkout, payment, after(60)), 'not_paid')
    assert.ok(canBegin(checkout, payment, after(60)))
  }
})
