import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Account, postings, type Transfer } from '../ledger/index.ts'
import { money } from '../money/index.ts'
import * as a from '../payment/testing.ts'
import { askRefund, decideRefund, type Refund, type RefundEvent } from '../refund/index.ts'
import {
  type Dispute,
  type DisputeEvent,
  type DisputeKind,
  decideDispute,
  disputeIdOf,
  disputePositionOf,
} from './index.ts'

const terms = { refundsNeedApproval: false, refundsAfterPaid: false }
const captured = a.aPayment(a.placed(), a.succeeded('notification', a.after(60)))
const at = a.after(3_600)
const hkd = (minor: bigint) => money('HKD', minor)

describe('any life of refunds and disputes', () => {
  type Turn =
    | { readonly refund: bigint; readonly accepted: boolean | undefined }
    | { readonly claim: bigint; readonly kind: DisputeKind; readonly events: readonly DisputeEvent['name'][] }
  const minor = fc.bigInt({ min: 1n, max: 12_000n })
  const names = fc.constantFrom<DisputeEvent['name']>(
    'dispute_file_added',
    'dispute_answered',
    'dispute_answer_taken',
    'dispute_answer_refused',
    'dispute_answer_unknown',
    'dispute_overdue',
    'dispute_won',
    'dispute_lost',
    'dispute_withdrawn',
  )
  const turn: fc.Arbitrary<Turn> = fc.oneof(
    fc.record({ refund: minor, accepted: fc.constantFrom(true, false, undefined) }),
    fc.record({
      claim: minor,
      kind: fc.constantFrom<DisputeKind>('retrieval', 'escalation'),
      events: fc.array(names, { maxLength: 6 }),
    }),
  )

  const eventOf = (name: DisputeEvent['name'], id: string, pick: number): DisputeEvent => {
    const about = { at, disputeId: id }
    const answer = (['defended', 'accepted', 'unanswered'] as const)[pick % 3] ?? 'defended'
    if (name === 'dispute_opened') throw new Error('it is opened already')
    if (name === 'dispute_file_added')
      return { name, ...about, file: { fileId: 'F', fileName: 'a.pdf', fileType: 'application/pdf', size: 9 } }
    if (name === 'dispute_answered') return { name, ...about, answer }
    if (name === 'dispute_answer_refused' || name === 'dispute_answer_unknown') return { name, ...about, because: 'X' }
    return { name, ...about }
  }

  const live = (turns: readonly Turn[]) => {
    const balances = new Map<Account, bigint>()
    const book = (transfers: readonly Transfer[]) => {
      for (const { debit, credit, amount } of transfers) {
        balances.set(debit, (balances.get(debit) ?? 0n) + amount.minor)
        balances.set(credit, (balances.get(credit) ?? 0n) - amount.minor)
      }
    }
    book(postings.captured('1234', a.eur))
    let payment = captured
    const refunds: Refund[] = []
    const disputes: Dispute[] = []
    for (const [index, one] of turns.entries()) {
      if ('refund' in one) {
        const asked = askRefund(payment, terms, { amount: hkd(one.refund), number: refunds.length + 1, at })
        if (!asked.ok) continue
        let decision = decideRefund(payment, undefined, asked.value)
        book(decision.transfers)
        const about = { at, refundId: decision.refund.refundId }
        const end: RefundEvent =
          one.accepted === true
            ? { name: 'refund_accepted', ...about, settlement: decision.refund.booked }
            : { name: 'refund_refused', ...about, because: 'X' }
        if (one.accepted !== undefined) {
          decision = decideRefund(decision.payment, decision.refund, end)
          book(decision.transfers)
        }
        payment = decision.payment
        refunds.push(decision.refund)
      } else {
        const id = disputeIdOf(payment.paymentId, disputes.length + 1)
        let decision = decideDispute(payment, undefined, {
          name: 'dispute_opened',
          at,
          disputeId: id,
          kind: one.kind,
          requestId: `D-${id}`,
          amount: hkd(one.claim),
        })
        for (const [pick, name] of one.events.entries()) {
          const was = disputePositionOf(decision.dispute)
          decision = decideDispute(decision.payment, decision.dispute, eventOf(name, id, pick + index))
          book(decision.transfers)
          const { waiting, outcome } = decision.dispute
          assert.equal(waiting === undefined, outcome !== undefined, `whoever waits has a deadline: ${was}, ${name}`)
        }
        payment = decision.payment
        disputes.push(decision.dispute)
      }
    }
    return { payment, disputes, balance: (account: Account) => balances.get(account) ?? 0n }
  }

  test('never pays twice, and the books add up', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 10 }), (turns) => {
        const { payment, disputes, balance } = live(turns)
        const { refundedMinor, refundingMinor, disputingMinor, disputedMinor, refundBookedMinor } = payment
        assert.ok(refundedMinor + refundingMinor + disputingMinor + disputedMinor <= payment.amount.minor)
        const lost = disputes.filter((one) => disputePositionOf(one) === 'lost')
        assert.equal(
          lost.reduce((sum, { taken }) => sum + taken.minor, 0n),
          disputedMinor,
        )
        assert.ok(refundBookedMinor >= 0n && refundBookedMinor <= a.eur.minor)
        assert.equal(balance('receivable') + balance('pending') + balance('refunds_in_flight'), 0n)
        assert.equal(balance('pending'), refundBookedMinor - a.eur.minor)
        if (refundedMinor + disputedMinor === payment.amount.minor) assert.equal(balance('receivable'), 0n)
      }),
      { numRuns: 2000 },
    )
  })
})
