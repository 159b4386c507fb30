import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideRefund, type RefundEvent } from '../refund/index.ts'
import { decide, type Payment, type PaymentEvent, statusOf } from './index.ts'
import * as a from './testing.ts'

const written = (payment: Payment, event: PaymentEvent): readonly string[] =>
  decide(payment, event, a.contracts).transfers.map((t) => `${t.debit} / ${t.credit} ${t.amount.minor}`)

const captured = a.aPayment(a.placed(), a.succeeded('notification', a.after(60)))

const refunded = (payment: Payment, minor: bigint, settlement: bigint): Payment => {
  const asked: RefundEvent = {
    name: 'refund_asked',
    ...{ at: a.after(90), refundId: `${payment.paymentId}00001`, askedBy: 'merchant' },
    amount: { currency: 'HKD', minor },
    booked: { currency: 'EUR', minor: settlement },
    needsApproval: false,
  }
  return decideRefund(payment, undefined, asked).payment
}

describe('a payment whose money is on our bank statement', () => {
  test('is PAID: what we will owe the merchant becomes what we owe, less our fee', () => {
    const decision = decide(captured, a.settled(a.after(3600)), a.contracts)
    assert.equal(decision.statusChangedTo, 'PAID')
    assert.equal(decision.recorded?.name, 'settled')
    assert.deepEqual(written(captured, a.settled(a.after(3600))), [
      'pending / available 1099',
      'available / fee_revenue 25',
    ])
  })

  test('is PAID once, however often it is told', () => {
    const paid = a.decided(captured, a.settled(a.after(3600)))
    const again = decide(paid, a.settled(a.after(7200)), a.contracts)
    assert.deepEqual(again.payment, paid)
    assert.deepEqual([again.transfers, again.recorded], [[], undefined])
  })

  test('leaves out what went back or is on its way', () => {
    assert.deepEqual(written(refunded(captured, 5_000n, 550n), a.settled(a.after(3600))), [
      'pending / available 549',
      'available / fee_revenue 25',
    ])
  })

  test('of which more went back than it brought, takes the rest from the merchant', () => {
    const overdrawn: Payment = { ...captured, refundBookedMinor: 1_150n }
    assert.deepEqual(written(overdrawn, a.settled(a.after(3600))), [
      'available / pending 51',
      'available / fee_revenue 25',
    ])
  })

  test('is nothing for a payment that is dead, waits, or has no price yet', () => {
    const unpriced = a.aPayment(a.placed(), a.succeeded('notification', a.after(60), { settlement: false }))
    for (const payment of [a.aPayment(), a.aPayment(a.placed()), a.aPayment(a.closed('pay', a.after(1))), unpriced]) {
      assert.deepEqual(written(payment, a.settled(a.after(3600))), [])
      assert.equal(statusOf(a.decided(payment, a.settled(a.after(3600)))), statusOf(payment))
    }
  })
})
