import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { apply, decide, type Payment, type PaymentEvent, paymentTable, positionOf, statusOf } from './index.ts'
import * as a from './testing.ts'

const last = (payment: Payment, event: PaymentEvent) => decide(payment, event, a.contracts)

describe('invariants', () => {
  const life = fc.array(a.anyEvent, { maxLength: 12 })

  test('facts only grow, and whoever waits has a deadline', () => {
    const isRest = (p: Payment) =>
      p.closed || p.refused !== undefined || (p.captured && p.network.settlementAmount !== undefined)
    fc.assert(
      fc.property(life, (events) => {
        let before = a.aPayment()
        for (const event of events) {
          const next = last(before, event).payment
          for (const fact of [
            'captured',
            'closing',
            'closed',
            'successHeard',
            'lateSuccess',
            'cancelWindowPassed',
          ] as const) {
            assert.ok(next[fact] || !before[fact], `${fact} went away`)
          }
          assert.ok(isRest(next) || next.waiting !== undefined, `nothing is due after ${event.name}`)
          before = next
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('hearing a clear answer twice changes neither facts nor books', () => {
    const clear = a.anyEvent.filter(({ name }) => name !== 'outcome_unknown' && name !== 'order_not_found')
    fc.assert(
      fc.property(life, clear, (events, event) => {
        const once = last(a.aPayment(...events), event).payment
        const twice = last(once, event)
        assert.deepEqual(twice.transfers, [])
        assert.equal(statusOf(twice.payment), statusOf(once))
      }),
      { numRuns: 2000 },
    )
  })

  test('yes alone, in any order and any number of times, gives one capture', () => {
    const good = fc.oneof(
      fc.constant(a.placed()),
      fc.constant(a.succeeded('notification', a.after(60))),
      fc.constant(a.succeeded('inquiry', a.after(61))),
      fc.constant(a.unknown('inquiry', a.after(62))),
    )
    fc.assert(
      fc.property(fc.array(good, { maxLength: 10 }), (events) => {
        let payment = a.aPayment()
        let transfers = 0
        for (const event of [...events, a.succeeded('inquiry', a.after(99))]) {
          const decision = last(payment, event)
          transfers += decision.transfers.length
          payment = decision.payment
        }
        assert.deepEqual([statusOf(payment), transfers], ['CAPTURED', 1])
      }),
    )
  })

  test('replaying the recorded events gives the facts', () => {
    fc.assert(
      fc.property(life, (events) => {
        const base = a.aPayment()
        let live = base
        let replayed = base
        for (const event of events) {
          const decision = last(live, event)
          live = decision.payment
          if (decision.recorded) replayed = apply(replayed, decision.recorded, a.contracts)
        }
        assert.deepEqual({ ...replayed, waiting: undefined }, { ...live, waiting: undefined })
      }),
      { numRuns: 2000 },
    )
  })

  test('every position of the table is reached', () => {
    const reached = new Set(
      [
        a.aPayment(),
        a.aPayment(a.placed()),
        a.aPayment(a.givenUp(a.after(20))),
        a.aPayment(a.givenUp(a.after(20)), a.windowPassed(a.after(21))),
        a.aPayment(a.succeeded('inquiry', a.after(1))),
        a.aPayment(a.closed('pay', a.after(1))),
      ].map(positionOf),
    )
    assert.deepEqual([...reached].sort(), Object.keys(paymentTable).sort())
  })
})
