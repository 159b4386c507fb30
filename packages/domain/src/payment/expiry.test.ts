import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decide, intend, type Payment, type PaymentEvent, statusOf } from './index.ts'
import * as a from './testing.ts'

const anOrderOf = (seconds: number, ...events: readonly PaymentEvent[]): Payment =>
  events.reduce(
    (payment, event) => a.decided(payment, event),
    intend(a.aMerchant({}, seconds), '000000123400000000010000100001', a.hkd, a.start).payment,
  )

describe('an order that its merchant leaves less time than Alipay+ allows', () => {
  test('is asked about at 1, 3, 6 and 9 minutes, but only before it expires, then half a minute after that', () => {
    const dues = [60, 90, 180, 300, 600].map((life) => {
      let payment = anOrderOf(life, a.placed(a.start))
      const asked: number[] = []
      while (payment.waiting?.step === 'consumer') {
        asked.push((payment.waiting.dueAt.getTime() - a.start.getTime()) / 1000)
        payment = a.decided(payment, a.unknown('inquiry', payment.waiting.dueAt))
      }
      assert.deepEqual(payment.waiting?.dueAt, a.after(life + 30))
      return asked
    })
    assert.deepEqual(dues, [[], [60], [60], [60, 180], [60, 180, 360, 540]])
  })

  test('is CANCELLED one minute after its own expiry when Alipay+ still does not know it', () => {
    let payment = anOrderOf(60, a.givenUp(a.after(20)))
    while (payment.waiting !== undefined)
      payment = decide(payment, a.notFound('cancel', payment.waiting.dueAt), a.contracts).payment
    assert.equal(statusOf(payment), 'CANCELLED')
    assert.deepEqual(payment.statusChangedAt, a.after(120))
  })
})
