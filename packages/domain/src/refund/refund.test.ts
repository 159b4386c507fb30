import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Account, postings, type Transfer } from '../ledger/index.ts'
import { money } from '../money/index.ts'
import { type Payment, statusOf } from '../payment/index.ts'
import * as a from '../payment/testing.ts'
import {
  askRefund,
  decideRefund,
  isRefundId,
  paymentOfRefund,
  type Refund,
  type RefundEvent,
  refundableOf,
  refundIdOf,
  refundNumberOf,
  refundOfLateSuccess,
  refundStatusOf,
  refundTable,
} from './index.ts'

const terms = { refundsNeedApproval: false, refundsAfterPaid: false }
const captured = a.aPayment(a.placed(), a.succeeded('notification', a.after(60)))
const paymentId = captured.paymentId

const ask = (payment: Payment, minor: bigint | undefined, number = 1, needsApproval = false) => {
  const amount = minor === undefined ? undefined : money('HKD', minor)
  return askRefund(payment, { ...terms, refundsNeedApproval: needsApproval }, { amount, number, at: a.after(120) })
}
const asked = (payment: Payment, minor: bigint | undefined, number = 1, needsApproval = false): RefundEvent => {
  const event = ask(payment, minor, number, needsApproval)
  assert.ok(event.ok)
  return event.value
}
const accepted = (refundId: string, settled?: bigint): RefundEvent => ({
  name: 'refund_accepted',
  at: a.after(121),
  refundId,
  ...(settled === undefined ? {} : { settlement: money('EUR', settled) }),
})
const refused = (refundId: string): RefundEvent => ({
  name: 'refund_refused',
  at: a.after(121),
  refundId,
  because: 'X',
})
const written = (transfers: readonly Transfer[]) =>
  transfers.map((t) => `${t.debit} / ${t.credit} ${t.amount.minor} ${t.amount.currency}`)

describe('refund ids', () => {
  test('hold the payment and the number of the refund', () => {
    assert.equal(refundIdOf(paymentId, 3), '00000012340000000001000-300001')
    for (const number of [1, 9, 10, 9999]) {
      const id = refundIdOf(paymentId, number)
      assert.ok(isRefundId(id), id)
      assert.deepEqual([paymentOfRefund(id), refundNumberOf(id), id.length], [paymentId, number, 30])
    }
    assert.deepEqual([paymentId, '', '00000012340000000001000-000001', 'x'].map(isRefundId), [
      false,
      false,
      false,
      false,
    ])
  })
})

describe('asking for a refund', () => {
  test('takes the money out of what is pending, at the payment’s rate', () => {
    const { transfers, payment, refund } = decideRefund(captured, undefined, asked(captured, 5_000n))
    assert.deepEqual(written(transfers), ['pending / refunds_in_flight 550 EUR'])
    assert.deepEqual([payment.refundingMinor, refundStatusOf(refund)], [5_000n, 'REFUND_REQUESTED'])
    assert.deepEqual(refund.waiting, { dueAt: a.after(120), since: a.after(120) })
  })

  test('without an amount means all that is left', () => {
    const { payment } = decideRefund(captured, undefined, asked(captured, 4_000n))
    const rest = asked(payment, undefined, 2)
    assert.deepEqual(rest.name === 'refund_asked' && rest.amount, money('HKD', 6_000n))
  })

  test('is refused for what was not captured, not paid where that is agreed, over the rest, or after 365 days', () => {
    const errorOf = (result: ReturnType<typeof ask>) => (result.ok ? 'none' : result.refusals[0]?.error)
    assert.equal(errorOf(ask(a.aPayment(a.placed()), 1n)), 'PAYMENT_NOT_REFUNDABLE')
    assert.equal(errorOf(ask(captured, 10_001n)), 'REFUND_EXCEEDS_PAYMENT')
    const wish = { amount: undefined, number: 1, at: a.after(120) }
    assert.equal(errorOf(askRefund(captured, { ...terms, refundsAfterPaid: true }, wish)), 'PAYMENT_NOT_REFUNDABLE')
    const tooLate = { ...wish, at: a.after(366 * 86_400) }
    assert.equal(errorOf(askRefund(captured, terms, tooLate)), 'PAYMENT_NOT_REFUNDABLE')
    assert.equal(errorOf(askRefund(captured, terms, { ...wish, amount: money('EUR', 1n) })), 'INVALID_VALUE')
  })

  test('waits for approval where that is agreed, counted and booked already', () => {
    const event = asked(captured, 1_000n, 1, true)
    const { payment, refund } = decideRefund(captured, undefined, event)
    assert.deepEqual(
      [refundStatusOf(refund), refund.waiting, payment.refundingMinor],
      ['PENDING_APPROVAL', undefined, 1_000n],
    )
    const approved = decideRefund(payment, refund, {
      name: 'refund_approved',
      at: a.after(130),
      refundId: refund.refundId,
    })
    assert.deepEqual(approved.refund.waiting, { dueAt: a.after(130), since: a.after(130) })
    const cancelled = decideRefund(payment, refund, {
      name: 'refund_cancelled',
      at: a.after(130),
      refundId: refund.refundId,
    })
    assert.deepEqual(written(cancelled.transfers), ['refunds_in_flight / pending 110 EUR'])
    assert.equal(cancelled.payment.refundingMinor, 0n)
  })
})

describe('the outcome of a refund', () => {
  const first = decideRefund(captured, undefined, asked(captured, undefined))
  const id = first.refund.refundId

  test('accepted: what Alipay+ takes for it leaves the receivable, the difference is the merchant’s', () => {
    const { transfers, payment } = decideRefund(first.payment, first.refund, accepted(id, 1_101n))
    assert.deepEqual(written(transfers), [
      'available / refunds_in_flight 2 EUR',
      'refunds_in_flight / receivable 1101 EUR',
    ])
    assert.equal(statusOf(payment), 'REFUNDED')
    assert.deepEqual(written(decideRefund(first.payment, first.refund, accepted(id, 1_000n)).transfers), [
      'refunds_in_flight / available 99 EUR',
      'refunds_in_flight / receivable 1000 EUR',
    ])
  })

  test('accepted without a settlement amount: the payment’s rate is booked until Alipay+ says what it takes', () => {
    const unpriced = decideRefund(first.payment, first.refund, accepted(id))
    assert.deepEqual(written(unpriced.transfers), ['refunds_in_flight / receivable 1099 EUR'])
    assert.deepEqual([unpriced.exceptions, statusOf(unpriced.payment)], [[], 'REFUNDED'])
    assert.deepEqual(unpriced.refund.waiting?.dueAt, a.after(125))
    const again = decideRefund(unpriced.payment, unpriced.refund, accepted(id))
    assert.deepEqual([again.recorded, again.transfers, again.payment], [undefined, [], unpriced.payment])
    const priced = decideRefund(again.payment, again.refund, accepted(id, 1_101n))
    assert.deepEqual(written(priced.transfers), ['available / receivable 2 EUR'])
    assert.deepEqual([priced.recorded?.name, priced.refund.waiting], ['refund_priced', undefined])
    assert.deepEqual(priced.payment.refundedMinor, unpriced.payment.refundedMinor)
    const less = decideRefund(unpriced.payment, unpriced.refund, accepted(id, 1_000n))
    assert.deepEqual(written(less.transfers), ['receivable / available 99 EUR'])
  })

  test('not priced for an hour, or in another currency: a person is told; after three days it is for that person alone', () => {
    const other: RefundEvent = { ...accepted(id), settlement: money('USD', 1n) } as RefundEvent
    const kindsOf = (decision: { exceptions: readonly { kind: string }[] }) =>
      decision.exceptions.map(({ kind }) => kind)
    assert.deepEqual(kindsOf(decideRefund(first.payment, first.refund, other)), ['refund_unpriced'])
    let { payment, refund } = decideRefund(first.payment, first.refund, accepted(id))
    const told = new Set<string>()
    let turns = 0
    for (let { waiting } = refund; waiting !== undefined && turns < 1000; turns++, { waiting } = refund) {
      const decision = decideRefund(payment, refund, { ...accepted(id), at: waiting.dueAt })
      for (const kind of kindsOf(decision)) told.add(kind)
      assert.deepEqual(decision.resolved, [])
      ;({ payment, refund } = decision)
    }
    assert.ok(turns > 70 && turns < 110, `${turns} turns`)
    assert.deepEqual([...told], ['refund_unpriced'])
    assert.deepEqual(decideRefund(payment, refund, accepted(id, 1_099n)).resolved, ['refund_unpriced'])
  })

  test('refused: everything is as it was', () => {
    const { transfers, payment } = decideRefund(first.payment, first.refund, refused(id))
    assert.deepEqual(written(transfers), ['refunds_in_flight / pending 1099 EUR'])
    assert.deepEqual(refundableOf(payment), refundableOf(captured))
  })

  test('unknown: the same call again, soon and then seldom, and after an hour a person is told', () => {
    let { payment, refund } = first
    const told: string[] = []
    const gaps: number[] = []
    for (let turn = 0; turn < 25; turn++) {
      const at = refund.waiting?.dueAt ?? a.start
      const decision = decideRefund(payment, refund, { name: 'refund_unknown', at, refundId: id, because: 'timeout' })
      gaps.push(((decision.refund.waiting?.dueAt.getTime() ?? 0) - at.getTime()) / 1000)
      told.push(...decision.exceptions.map(({ kind }) => kind))
      ;({ payment, refund } = decision)
    }
    assert.deepEqual([gaps[0], gaps.at(-1)], [4, 3600])
    assert.deepEqual([...new Set(told)], ['outcome_unknown'])
  })

  test('yes and no about one refund is a contradiction either way, and changes nothing', () => {
    for (const [one, other] of [
      [accepted(id, 1_099n), refused(id)],
      [refused(id), accepted(id, 1_099n)],
    ] as const) {
      const once = decideRefund(first.payment, first.refund, one)
      const twice = decideRefund(once.payment, once.refund, other)
      assert.deepEqual([twice.payment, twice.transfers], [once.payment, []])
      assert.deepEqual(
        twice.exceptions.map(({ kind }) => kind),
        ['contradiction'],
      )
    }
  })
})

test('a late success goes back from where it was booked aside', () => {
  const dead = a.aPayment(a.givenUp(a.after(20)), a.closed('cancel', a.after(21)))
  const late = [a.succeeded('notification', a.after(30)), a.succeeded('inquiry', a.after(31))].reduce(
    (payment, event) => a.decided(payment, event),
    dead,
  )
  const event = refundOfLateSuccess(late, a.after(31))
  assert.ok(event)
  const { transfers, payment, refund } = decideRefund(late, undefined, event)
  assert.deepEqual(written(transfers), ['late_success / refunds_in_flight 1099 EUR'])
  assert.equal(statusOf(payment), 'CANCELLED')
  const done = decideRefund(payment, refund, accepted(refund.refundId, 1_099n))
  assert.deepEqual(written(done.transfers), ['refunds_in_flight / receivable 1099 EUR'])
  assert.equal(statusOf(done.payment), 'CANCELLED', 'it stays dead for the merchant')
})

describe('any life of refunds', () => {
  type Turn = {
    readonly minor: bigint | undefined
    readonly outcome: 'accepted' | 'refused' | 'unknown'
    readonly off: bigint
  }
  const turn: fc.Arbitrary<Turn> = fc.record({
    minor: fc.option(fc.bigInt({ min: 1n, max: 6_000n }), { nil: undefined }),
    outcome: fc.constantFrom('accepted' as const, 'refused' as const, 'unknown' as const),
    off: fc.bigInt({ min: -5n, max: 5n }),
  })

  /** Plays turns against a captured payment; answers it with the balances, debits less credits, of its accounts. */
  const play = (turns: readonly Turn[]) => {
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
    for (const { minor, outcome, off } of turns) {
      const event = ask(payment, minor, refunds.length + 1)
      if (!event.ok) continue
      const begun = decideRefund(payment, undefined, event.value)
      book(begun.transfers)
      const id = begun.refund.refundId
      const settled = begun.refund.booked.minor + off
      const heard = outcome === 'refused' ? refused(id) : accepted(id, settled < 0n ? 0n : settled)
      const ended = outcome === 'unknown' ? begun : decideRefund(begun.payment, begun.refund, heard)
      if (outcome !== 'unknown') book(ended.transfers)
      payment = ended.payment
      refunds.push(ended.refund)
    }
    return { payment, refunds, balance: (account: Account) => balances.get(account) ?? 0n }
  }

  test('never gives back more than was captured, and the books add up', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), (turns) => {
        const { payment, refunds, balance } = play(turns)
        const of = (status: string) => refunds.filter((one) => refundStatusOf(one) === status)
        const sum = (some: readonly Refund[]) => some.reduce((total, { amount }) => total + amount.minor, 0n)
        assert.ok(payment.refundedMinor + payment.refundingMinor <= payment.amount.minor)
        assert.equal(payment.refundedMinor, sum(of('REFUNDED')))
        assert.equal(payment.refundingMinor, sum(of('REFUND_REQUESTED')))
        const inFlight = of('REFUND_REQUESTED').reduce((total, { booked }) => total + booked.minor, 0n)
        assert.equal(balance('refunds_in_flight'), -inFlight)
        const owed = balance('pending') + balance('available') + balance('refunds_in_flight')
        assert.equal(balance('receivable') + owed, 0n)
        assert.equal(balance('pending'), payment.refundBookedMinor - a.eur.minor, 'settling it leaves nothing pending')
      }),
      { numRuns: 2000 },
    )
  })

  test('that gives all back, in whatever parts, was booked at the whole settlement amount', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 4_000n }), { maxLength: 8 }), (parts) => {
        const turns = [...parts.map((minor) => ({ minor, outcome: 'accepted' as const, off: 0n }))]
        const { payment, balance } = play([...turns, { minor: undefined, outcome: 'accepted', off: 0n }])
        assert.equal(statusOf(payment), 'REFUNDED')
        assert.deepEqual([payment.refundBookedMinor, balance('receivable'), balance('pending')], [a.eur.minor, 0n, 0n])
      }),
    )
  })
})

test('every status has a row, and what has ended changes no more, but for a price or a fee that was missing', () => {
  for (const [status, row] of Object.entries(refundTable)) {
    if (status === 'PENDING_APPROVAL' || status === 'REFUND_REQUESTED') continue
    const { refund_priced: price, refund_fee_fixed: fee, refund_unknown: again, ...others } = row
    assert.ok(Object.values(others).every((move) => move === 'nothing' || move === 'open_contradiction'))
    const missing = status === 'REFUNDED' ? ['price', 'fix_fee', 'ask_again'] : ['nothing', 'nothing', 'nothing']
    assert.deepEqual([price, fee, again], missing)
  }
})
