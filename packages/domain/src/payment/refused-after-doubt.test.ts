import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decide, type Payment, type PaymentEvent, statusOf } from './index.ts'
import * as a from './testing.ts'

const last = (payment: Payment, event: PaymentEvent) => decide(payment, event, a.contracts)

describe('a no to pay after an unknown outcome of the same pay', () => {
  const dead = a.aPayment(a.refusedAfterDoubt(a.after(9)))
  const asked = (event: (at: Date) => PaymentEvent) => last(dead, event(dead.waiting?.dueAt ?? a.start))

  test('is REJECTED, and asked about once its order can neither appear nor be paid any more', () => {
    assert.equal(statusOf(dead), 'REJECTED')
    assert.deepEqual(dead.waiting?.dueAt, a.after(660))
  })

  test('rests once Alipay+ says that nothing came of the order, or knows none', () => {
    for (const event of [a.closed, a.refused, a.notFound] as const) {
      const { payment, exceptions } = asked((at) => event('inquiry', at))
      assert.deepEqual([payment.waiting, statusOf(payment), exceptions], [undefined, 'REJECTED', []])
    }
  })

  test('is a late success when its consumer paid all the same', () => {
    const { payment, exceptions } = asked((at) => a.succeeded('inquiry', at))
    assert.deepEqual([payment.lateSuccess, payment.waiting, exceptions[0]?.kind], [true, undefined, 'late_success'])
  })

  test('never rests without an answer: it is asked again, and a person is told after an hour', () => {
    let payment = dead
    const opened: string[] = []
    for (let turn = 0; turn < 80; turn++) {
      const decision = last(payment, a.unknown('inquiry', payment.waiting?.dueAt ?? a.start))
      opened.push(...decision.exceptions.map(({ kind }) => kind))
      payment = decision.payment
    }
    assert.deepEqual([payment.waiting?.step, [...new Set(opened)]], ['time_up', ['outcome_unknown']])
  })

  test('is asked about at once when a success is announced before', () => {
    const { waiting } = last(dead, a.succeeded('notification', a.after(60))).payment
    assert.deepEqual([waiting?.step, waiting?.dueAt], ['success_heard', a.after(60)])
  })
})
