import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Transfer } from '../ledger/index.ts'
import { money } from '../money/index.ts'
import * as a from '../payment/testing.ts'
import {
  askRefund,
  decideRefund,
  feesFixedBy,
  feesReturnedBy,
  type Refund,
  type RefundEvent,
  refundNumberOf,
} from './index.ts'

const terms = { refundsNeedApproval: false, refundsAfterPaid: false }
const captured = a.aPayment(a.placed(), a.succeeded('notification', a.after(60)))

const unpriced = a.aPayment(a.placed(), a.succeeded('notification', a.after(60), { settlement: false }))

const ended = (refundId: string, isRefused: boolean): RefundEvent =>
  isRefused
    ? { name: 'refund_refused', at: a.after(121), refundId, because: 'X' }
    : { name: 'refund_accepted', at: a.after(121), refundId }

describe('our fee', () => {
  const contract = { validFrom: new Date(0), feeBasisPoints: 140n, feeFixed: money('EUR', 10n) }
  const returning = { ...terms, contracts: [{ ...contract, refundsFee: true }] }
  const whole = captured.fee?.minor ?? 0n

  type Part = { readonly minor: bigint; readonly isRefused: boolean; readonly isDoubted: boolean }

  /** What comes back with refunds of so much each, of which some are refused, where the price comes after so many. */
  const returnedWith = (parts: readonly Part[], pricedAfter = 0): bigint => {
    let payment = pricedAfter === 0 ? captured : unpriced
    let refunds: Refund[] = []
    const posted: Transfer[] = []
    const hear = (refund: Refund | undefined, event: RefundEvent): Refund => {
      const decision = decideRefund(payment, refund, event)
      payment = decision.payment
      refunds = [...refunds.filter(({ refundId }) => refundId !== event.refundId), decision.refund]
      posted.push(...decision.transfers.filter(({ reason }) => reason === 'fee returned'))
      return decision.refund
    }
    const price = () => {
      payment = a.decided(payment, a.succeeded('inquiry', a.after(122)))
      const inOrder = refunds.toSorted((one, other) => refundNumberOf(one.refundId) - refundNumberOf(other.refundId))
      for (const event of feesFixedBy(payment, returning, inOrder, a.after(122))) {
        hear(
          refunds.find(({ refundId }) => refundId === event.refundId),
          event,
        )
      }
    }
    const doubted: [string, boolean][] = []
    for (const [index, { minor, isRefused, isDoubted }] of parts.entries()) {
      if (index === pricedAfter && index > 0) price()
      const wish = {
        amount: money('HKD', minor),
        number: index + 1,
        at: a.after(120),
        feesReturned: feesReturnedBy(refunds),
      }
      const event = askRefund(payment, returning, wish)
      if (!event.ok) continue
      const begun = hear(undefined, event.value)
      if (isDoubted) doubted.push([begun.refundId, isRefused])
      else hear(begun, ended(begun.refundId, isRefused))
    }
    if (payment.fee === undefined) price()
    for (const [id, isRefused] of doubted) {
      hear(
        refunds.find(({ refundId }) => refundId === id),
        ended(id, isRefused),
      )
    }
    const rest = askRefund(payment, returning, {
      ...{ amount: undefined, number: parts.length + 1, at: a.after(123), feesReturned: feesReturnedBy(refunds) },
    })
    if (rest.ok) hear(hear(undefined, rest.value), ended(rest.value.refundId, false))
    assert.ok(posted.every(({ debit, credit }) => debit === 'fee_revenue' && credit === 'available'))
    return posted.reduce((sum, { amount }) => sum + amount.minor, 0n)
  }

  test('is kept, where the contract does not say otherwise', () => {
    const event = askRefund(
      captured,
      { ...terms, contracts: [contract] },
      { amount: undefined, number: 1, at: a.after(120) },
    )
    assert.ok(event.ok)
    assert.equal(event.value.feeReturned, undefined)
  })

  test('comes back with refunds in parts that make up the whole, whichever are refused, and whenever its price comes', () => {
    const part = fc.record({ minor: fc.bigInt(1n, 4_000n), isRefused: fc.boolean(), isDoubted: fc.boolean() })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.nat(8), (parts, pricedAfter) =>
        assert.equal(returnedWith(parts, pricedAfter), whole),
      ),
    )
    assert.ok(whole > 0n)
  })

  test('comes back with a refund of a payment that has its price only after it went back', () => {
    assert.equal(returnedWith([{ minor: 10_000n, isRefused: false, isDoubted: false }], 1), whole)
  })
})
