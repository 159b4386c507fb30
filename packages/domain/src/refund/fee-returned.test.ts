import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Transfer } from '../ledger/index.ts'
import { money } from '../money/index.ts'
import * as a from '../payment/testing.ts'
import { askRefund, decideRefund, feesReturnedBy, type Refund, type RefundEvent } from './index.ts'

const terms = { refundsNeedApproval: false, refundsAfterPaid: false }
const captured = a.aPayment(a.placed(), a.succeeded('notification', a.after(60)))

const ended = (refundId: string, isRefused: boolean): RefundEvent =>
  isRefused
    ? { name: 'refund_refused', at: a.after(121), refundId, because: 'X' }
    : { name: 'refund_accepted', at: a.after(121), refundId }

describe('our fee', () => {
  const contract = { validFrom: new Date(0), feeBasisPoints: 140n, feeFixed: money('EUR', 10n) }
  const returning = { ...terms, contracts: [{ ...contract, refundsFee: true }] }
  const whole = captured.fee?.minor ?? 0n

  /** What comes back with refunds of so much each, of which some are refused. */
  const returnedWith = (parts: readonly { minor: bigint; isRefused: boolean }[]): bigint => {
    let payment = captured
    const refunds: Refund[] = []
    const posted: Transfer[] = []
    for (const { minor, isRefused } of [...parts, { minor: undefined, isRefused: false }]) {
      const [number, amount] = [refunds.length + 1, minor === undefined ? undefined : money('HKD', minor)]
      const wish = { amount, number, at: a.after(120), feesReturned: feesReturnedBy(refunds) }
      const event = askRefund(payment, returning, wish)
      if (!event.ok) continue
      const begun = decideRefund(payment, undefined, event.value)
      const done = decideRefund(begun.payment, begun.refund, ended(begun.refund.refundId, isRefused))
      payment = done.payment
      refunds.push(done.refund)
      posted.push(...done.transfers.filter(({ reason }) => reason === 'fee returned'))
    }
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

  test('comes back with refunds in parts that make up the whole, whichever of them are refused', () => {
    const part = fc.record({ minor: fc.bigInt(1n, 4_000n), isRefused: fc.boolean() })
    fc.assert(fc.property(fc.array(part, { maxLength: 8 }), (parts) => assert.equal(returnedWith(parts), whole)))
    assert.ok(whole > 0n)
  })
})
