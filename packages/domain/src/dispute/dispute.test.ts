import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Transfer } from '../ledger/index.ts'
import { type Money, money } from '../money/index.ts'
import type { Payment } from '../payment/index.ts'
import * as a from '../payment/testing.ts'
import { askRefund, decideRefund, refundableOf, whyNotRefundable } from '../refund/index.ts'
import {
  type Dispute,
  type DisputeEvent,
  type DisputeKind,
  decideDispute,
  disputeIdOf,
  disputePositionOf,
  disputeStatusOf,
  disputeTable,
  isDisputeId,
  paymentOfDispute,
} from './index.ts'

const terms = { refundsNeedApproval: false, refundsAfterPaid: false }
const captured = a.aPayment(a.placed(), a.succeeded('notification', a.after(60)))
const disputeId = disputeIdOf(captured.paymentId, 1)
const at = a.after(3_600)
const hkd = (minor: bigint) => money('HKD', minor)

const opened = (amount = a.hkd, kind: DisputeKind = 'escalation', id = disputeId): DisputeEvent => ({
  name: 'dispute_opened',
  at,
  disputeId: id,
  kind,
  requestId: `D-${id}`,
  amount,
})
const heard = (name: 'answer_taken' | 'overdue' | 'won' | 'lost' | 'withdrawn', amount?: Money): DisputeEvent => ({
  name: `dispute_${name}`,
  at,
  disputeId,
  ...(amount === undefined ? {} : { amount }),
})
const answered = (answer: 'defended' | 'accepted' | 'unanswered'): DisputeEvent => ({
  name: 'dispute_answered',
  at,
  disputeId,
  answer,
})
const refusedAnswer: DisputeEvent = { name: 'dispute_answer_refused', at, disputeId, because: 'X' }
const unknownAnswer = (when: Date): DisputeEvent => ({
  name: 'dispute_answer_unknown',
  at: when,
  disputeId,
  because: 'timeout',
})

/** What becomes of a payment and its dispute over some events, and everything that follows on the way. */
const play = (payment: Payment, ...events: readonly DisputeEvent[]) => {
  let dispute: Dispute | undefined
  let now = payment
  const transfers: Transfer[] = []
  const told: string[] = []
  for (const event of events) {
    const decision = decideDispute(now, dispute, event)
    now = decision.payment
    dispute = decision.dispute
    transfers.push(...decision.transfers)
    told.push(...decision.exceptions.map(({ kind }) => kind))
  }
  assert.ok(dispute)
  const written = transfers.map((t) => `${t.debit} / ${t.credit} ${t.amount.minor} ${t.amount.currency}`)
  return { payment: now, dispute, status: disputeStatusOf(dispute), written, told }
}

const refundOf = (payment: Payment, minor: bigint | undefined) =>
  askRefund(payment, terms, { amount: minor === undefined ? undefined : hkd(minor), number: 1, at })

test('ids hold the payment and the number of the dispute', () => {
  assert.equal(disputeId, '000000123400000000019000100001')
  assert.ok(isDisputeId(disputeId))
  assert.equal(paymentOfDispute(disputeId), captured.paymentId)
  assert.ok(!isDisputeId(captured.paymentId))
})

describe('a claim', () => {
  test('keeps what it claims from being refunded, and books nothing yet', () => {
    const { payment, dispute, written, status } = play(captured, opened(hkd(4_000n)))
    assert.deepEqual([status, written, refundableOf(payment)], ['DRAFT', [], hkd(6_000n)])
    assert.deepEqual(dispute.waiting?.dueAt, new Date(at.getTime() + 9 * 24 * 3_600_000))
    assert.equal(refundOf(payment, 6_001n).ok, false)
    assert.equal(refundOf(payment, 6_000n).ok, true)
  })

  test('of everything says why nothing can be refunded', () => {
    const { payment } = play(captured, opened())
    assert.match(whyNotRefundable(payment, terms, at) ?? '', /pay twice/)
  })

  test('that is defended and won is as if it had never been', () => {
    const { payment, status, written } = play(
      captured,
      opened(),
      answered('defended'),
      heard('answer_taken'),
      heard('won'),
    )
    assert.deepEqual([status, written, refundableOf(payment)], ['SUCCESS', [], a.hkd])
  })

  test('that is defended and lost is taken from the merchant’s balance', () => {
    const { payment, status, written } = play(
      captured,
      opened(hkd(5_000n)),
      answered('defended'),
      heard('answer_taken'),
      heard('lost'),
    )
    assert.deepEqual([status, written], ['INVALID_REPRESENTMENT', ['pending / receivable 550 EUR']])
    assert.deepEqual([payment.disputingMinor, payment.disputedMinor, refundableOf(payment).minor], [0n, 5_000n, 5_000n])
  })

  test('that is given in to, or not answered in time, is lost once Alipay+ has the answer', () => {
    for (const [answer, ends] of [
      ['accepted', 'CANCELLED'],
      ['unanswered', 'EXPIRED'],
    ] as const) {
      assert.deepEqual(play(captured, opened(), answered(answer)).written, [])
      const { status, written } = play(captured, opened(), answered(answer), heard('answer_taken'))
      assert.deepEqual([status, written], [ends, ['pending / receivable 1099 EUR']])
    }
  })

  test('that was lost and is won after all comes back, once', () => {
    const { payment, status, written } = play(captured, opened(), heard('lost'), heard('won'), heard('won'))
    assert.deepEqual(written, ['pending / receivable 1099 EUR', 'receivable / pending 1099 EUR'])
    assert.deepEqual([status, refundableOf(payment), payment.refundBookedMinor], ['SUCCESS', a.hkd, 0n])
  })

  test('that is lost in the currency that is settled takes what it takes, finer than merchants write amounts', () => {
    const whole = money('KWD', 3_607_190n)
    const network = { ...captured.network, settlementAmount: whole }
    const payment = { ...captured, amount: whole, settlementCurrency: 'KWD', network }
    const { written } = play(payment, opened(money('KWD', 632_237n)), heard('lost'))
    assert.deepEqual(written, ['pending / receivable 632237 KWD'])
  })

  test('may be lost in part', () => {
    const { dispute, written } = play(captured, opened(), heard('lost', hkd(2_500n)))
    assert.deepEqual([dispute.taken, written], [hkd(2_500n), ['pending / receivable 275 EUR']])
  })

  test('of what was refunded takes what is left alone, and a person is told', () => {
    const asked = refundOf(captured, 7_000n)
    assert.ok(asked.ok)
    const { payment } = decideRefund(captured, undefined, asked.value)
    const { dispute, written, told } = play(payment, opened(), heard('lost'))
    assert.deepEqual([dispute.taken, written], [hkd(3_000n), ['pending / receivable 330 EUR']])
    assert.deepEqual(told, ['dispute_exceeds_payment', 'dispute_exceeds_payment'])
  })

  test('that was won and is lost then is a contradiction, and changes nothing', () => {
    const { status, written, told } = play(captured, opened(), heard('won'), heard('lost'))
    assert.deepEqual([status, written, told], ['SUCCESS', [], ['contradiction']])
  })

  test('whose answer is refused, or that nobody decides, is a person’s', () => {
    const refused = play(captured, opened(), answered('defended'), refusedAnswer)
    assert.deepEqual([refused.told, disputePositionOf(refused.dispute)], [['dispute_stuck'], 'judging'])
    const late = play(captured, opened(), answered('defended'), heard('answer_taken'), heard('overdue'))
    assert.deepEqual([late.told, late.status], [['dispute_stuck'], 'SEND_TO_BANK'])
    const dumb = play(captured, opened(), answered('defended'), unknownAnswer(a.after(7_300)))
    assert.deepEqual([dumb.told, disputePositionOf(dumb.dispute)], [['dispute_stuck'], 'answering'])
  })

  test('before the settlement amount is known is counted, and a person books it', () => {
    const unpriced = a.aPayment(a.placed(), a.succeeded('notification', a.after(60), { settlement: false }))
    const { payment, written, told } = play(unpriced, opened(), heard('lost'))
    assert.deepEqual([payment.disputedMinor, written, told], [10_000n, [], ['dispute_unpriced']])
  })
})

describe('a retrieval', () => {
  const question = opened(a.hkd, 'retrieval')

  test('takes no money and holds none, whatever becomes of it', () => {
    for (const answer of ['defended', 'accepted', 'unanswered'] as const) {
      for (const end of [heard('answer_taken'), refusedAnswer, heard('lost'), heard('withdrawn')]) {
        const { payment, written, told } = play(captured, question, answered(answer), end)
        assert.deepEqual([written, told, refundableOf(payment)], [[], [], a.hkd])
      }
    }
  })

  test('is a success once Alipay+ has the answer', () => {
    assert.equal(play(captured, question, answered('defended')).status, 'SEND_TO_BANK')
    assert.equal(play(captured, question, answered('defended'), heard('answer_taken')).status, 'SUCCESS')
    assert.equal(play(captured, question, answered('unanswered'), heard('answer_taken')).status, 'EXPIRED')
  })
})

test('every position has a row, and nothing but Alipay+ changes what has ended', () => {
  for (const position of ['won', 'lost', 'withdrawn'] as const) {
    const { dispute_won, dispute_lost, dispute_withdrawn, ...ours } = disputeTable[position]
    assert.ok(Object.values(ours).every((move) => move === 'nothing'))
  }
})
