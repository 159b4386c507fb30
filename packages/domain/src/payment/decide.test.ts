import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { money } from '../money/index.ts'
import { decide, type Payment, type PaymentEvent, statusCodeOf, statusOf } from './index.ts'
import * as a from './testing.ts'

const statusAfter = (...events: PaymentEvent[]) => statusOf(a.aPayment(...events))
const last = (payment: Payment, event: PaymentEvent) => decide(payment, event, a.contracts)
const booked = (payment: Payment, event: PaymentEvent) =>
  last(payment, event).transfers.map((t) => `${t.debit} / ${t.credit} ${t.amount.minor} ${t.amount.currency}`)

describe('the ordinary life of a payment', () => {
  test('pay with a URL makes it REDIRECTED, a success CAPTURED', () => {
    assert.equal(statusAfter(), 'CREATED')
    assert.equal(statusAfter(a.placed()), 'REDIRECTED')
    assert.equal(statusAfter(a.placed(), a.succeeded('notification', a.after(60))), 'CAPTURED')
  })

  test('a success may be heard before the answer of pay', () => {
    assert.equal(statusAfter(a.succeeded('notification', a.after(1)), a.placed(a.after(2))), 'CAPTURED')
  })

  test('a capture books the receivable from Alipay+ against what is pending for the merchant, and fixes the fee', () => {
    const before = a.aPayment(a.placed())
    const event = a.succeeded('notification', a.after(60))
    assert.deepEqual(booked(before, event), ['receivable / pending 1099 EUR'])
    assert.deepEqual(last(before, event).payment.fee, money('EUR', 25n))
  })

  test('the wallet’s no is REJECTED 120, ours is REJECTED 100 and never sent', () => {
    assert.equal(statusCodeOf(a.aPayment(a.placed(), a.refused('notification', a.after(60)))), 120)
    const { payment, refusal } = a.refusedIntent()
    assert.equal(statusCodeOf(payment), 100)
    assert.equal(refusal?.name, 'refused')
    assert.equal(payment.waiting, undefined)
  })

  test('an order that Alipay+ closed is CANCELLED', () => {
    assert.equal(statusAfter(a.placed(), a.closed('inquiry', a.after(631))), 'CANCELLED')
  })

  test('a payment at rest waits for nothing', () => {
    assert.equal(a.aPayment(a.placed(), a.succeeded('inquiry', a.after(60))).waiting, undefined)
    assert.equal(a.aPayment(a.placed(), a.refused('inquiry', a.after(60))).waiting, undefined)
  })
})

describe('waiting', () => {
  const dueAfter = (payment: Payment) => payment.waiting && (payment.waiting.dueAt.getTime() - a.start.getTime()) / 1000

  test('an order is asked about at 1, 3, 6 and 9 minutes, then when its time is up', () => {
    let payment = a.aPayment(a.placed(a.start))
    const dues: (number | undefined)[] = [dueAfter(payment)]
    for (let turn = 0; turn < 4; turn++) {
      payment = last(payment, a.unknown('inquiry', payment.waiting?.dueAt ?? a.start)).payment
      dues.push(dueAfter(payment))
    }
    assert.deepEqual(dues, [60, 180, 360, 540, 630])
    assert.equal(payment.waiting?.step, 'time_up')
  })

  test('when the time is up Alipay+ is asked 30 to 60 times in 180 s, and only then our cancel is written', () => {
    let payment = a.aPayment(a.placed(a.start))
    while (payment.waiting?.step === 'consumer')
      payment = last(payment, a.unknown('inquiry', payment.waiting.dueAt)).payment
    const since = payment.waiting?.dueAt.getTime() ?? 0
    let asked = 0
    while (payment.waiting?.step === 'time_up') {
      asked++
      payment = last(payment, a.unknown('inquiry', payment.waiting.dueAt)).payment
    }
    assert.ok(asked >= 30 && asked <= 60, `asked ${asked} times`)
    assert.equal(payment.closing, true)
    assert.equal(payment.waiting?.step, 'cancel')
    assert.equal((payment.waiting?.dueAt.getTime() ?? 0) - since, 180_000)
    assert.equal(statusOf(payment), 'REDIRECTED', 'closing is shown as before')
  })

  test('an order that Alipay+ does not know is not a failure while it may still appear', () => {
    const payment = a.aPayment(a.placed(), a.notFound('inquiry', a.after(61)))
    assert.equal(statusOf(payment), 'REDIRECTED')
    assert.equal(payment.waiting?.step, 'consumer')
  })

  test('pay without a URL goes to closing at once', () => {
    const payment = a.aPayment(a.givenUp(a.after(20)))
    assert.equal(statusOf(payment), 'CREATED')
    assert.deepEqual(payment.waiting, { step: 'cancel', dueAt: a.after(20), since: a.after(20) })
  })

  test('a cancel of an order that does not exist is repeated until one minute after expiry, then it is CANCELLED', () => {
    let payment = a.aPayment(a.givenUp(a.after(20)))
    while (payment.waiting !== undefined) payment = last(payment, a.notFound('cancel', payment.waiting.dueAt)).payment
    assert.equal(statusOf(payment), 'CANCELLED')
    assert.deepEqual(payment.statusChangedAt, a.after(660))
  })

  test('a cancel without an answer is repeated for ever, and a person is told after an hour', () => {
    let payment = a.aPayment(a.givenUp(a.after(20)))
    const opened: string[] = []
    for (let turn = 0; turn < 80; turn++) {
      const decision = last(payment, a.unknown('cancel', payment.waiting?.dueAt ?? a.start))
      opened.push(...decision.exceptions.map(({ kind }) => kind))
      payment = decision.payment
    }
    assert.equal(payment.waiting?.step, 'cancel')
    assert.deepEqual([...new Set(opened)], ['outcome_unknown'])
  })

  test('too late to cancel: Alipay+ is asked, and a success is a capture', () => {
    const payment = a.aPayment(a.givenUp(a.after(20)), a.windowPassed(a.after(21)))
    assert.equal(payment.waiting?.step, 'past_cancel_window')
    assert.equal(statusOf(last(payment, a.succeeded('inquiry', a.after(25))).payment), 'CAPTURED')
  })
})

describe('success on a payment that is closing or dead', () => {
  const dead = a.aPayment(a.givenUp(a.after(20)), a.closed('cancel', a.after(21)))

  test('a notification starts one inquiry and books nothing', () => {
    const decision = last(dead, a.succeeded('notification', a.after(30)))
    assert.equal(statusOf(decision.payment), 'CANCELLED')
    assert.deepEqual(decision.transfers, [])
    assert.equal(decision.payment.waiting?.step, 'success_heard')
  })

  test('while closing it is remembered, and asked about after the answer of the cancel', () => {
    const closing = a.aPayment(a.givenUp(a.after(20)), a.succeeded('notification', a.after(21)))
    assert.equal(statusOf(closing), 'CREATED')
    assert.equal(closing.waiting?.step, 'cancel')
    assert.equal(last(closing, a.closed('cancel', a.after(22))).payment.waiting?.step, 'success_heard')
  })

  test('the inquiry says no: the cancel gave the money back, nothing is booked', () => {
    const asked = last(dead, a.succeeded('notification', a.after(30))).payment
    const decision = last(asked, a.closed('inquiry', a.after(31)))
    assert.deepEqual([decision.transfers, decision.exceptions, decision.payment.waiting], [[], [], undefined])
  })

  test('the inquiry says yes: a late success is booked aside, and a person is told', () => {
    const asked = last(dead, a.succeeded('notification', a.after(30))).payment
    const event = a.succeeded('inquiry', a.after(31))
    assert.deepEqual(booked(asked, event), ['receivable / late_success 1099 EUR'])
    assert.deepEqual(
      last(asked, event).exceptions.map(({ kind }) => kind),
      ['late_success'],
    )
    assert.equal(statusOf(last(asked, event).payment), 'CANCELLED')
  })
})

describe('messages that do not agree', () => {
  test('a no after a yes opens an exception and changes nothing', () => {
    const captured = a.aPayment(a.placed(), a.succeeded('notification', a.after(60)))
    const decision = last(captured, a.refused('notification', a.after(61)))
    assert.deepEqual(decision.payment, captured)
    assert.deepEqual(
      decision.exceptions.map(({ kind }) => kind),
      ['contradiction'],
    )
  })

  test('another amount books nothing, opens an exception and asks once', () => {
    const before = a.aPayment(a.placed())
    const decision = last(before, a.succeeded('notification', a.after(30), { amount: money('HKD', 1n) }))
    assert.deepEqual([decision.transfers, statusOf(decision.payment)], [[], 'REDIRECTED'])
    assert.deepEqual(
      decision.exceptions.map(({ kind }) => kind),
      ['amount_differs'],
    )
    assert.equal(decision.payment.waiting?.step, 'doubted_message')
    const asked = last(decision.payment, a.unknown('inquiry', a.after(31))).payment
    assert.deepEqual([asked.waiting?.step, asked.waiting?.dueAt], ['consumer', a.after(60)])
  })
})

describe('a success that does not say what was paid', () => {
  const announced = (at: Date): PaymentEvent => ({ name: 'success_announced', at, source: 'notification' })

  test('books nothing for a live payment; it is asked about once', () => {
    const decision = last(a.aPayment(a.placed()), announced(a.after(30)))
    assert.deepEqual([decision.transfers, decision.payment.waiting?.step], [[], 'doubted_message'])
    assert.deepEqual(
      decision.exceptions.map(({ kind }) => kind),
      ['amount_differs'],
    )
  })

  test('is asked about too where the payment is dead or closing', () => {
    const closing = a.aPayment(a.givenUp(a.after(20)), announced(a.after(21)))
    assert.equal(last(closing, a.closed('cancel', a.after(22))).payment.waiting?.step, 'success_heard')
    const dead = a.aPayment(a.givenUp(a.after(20)), a.closed('cancel', a.after(21)))
    assert.equal(last(dead, announced(a.after(30))).payment.waiting?.step, 'success_heard')
  })

  test('nor with another amount: a payment that is closing asks after the answer of its cancel', () => {
    const other = a.succeeded('notification', a.after(21), { amount: money('HKD', 1n) })
    const closing = a.aPayment(a.givenUp(a.after(20)), other)
    assert.equal(last(closing, a.closed('cancel', a.after(22))).payment.waiting?.step, 'success_heard')
  })

  test('an order that was paid with another amount is closed in the end, so that its consumer gets the money back', () => {
    let payment = a.aPayment(a.placed(a.start))
    for (let turn = 0; turn < 200 && !payment.closing; turn++) {
      const at = payment.waiting?.dueAt ?? a.start
      payment = last(payment, a.succeeded('inquiry', at, { amount: money('HKD', 1n) })).payment
    }
    assert.deepEqual([payment.closing, payment.captured, payment.waiting?.step], [true, false, 'cancel'])
  })
})

describe('a late success without a price', () => {
  const dead = a.aPayment(a.givenUp(a.after(20)), a.closed('cancel', a.after(21)))
  const late = last(dead, a.succeeded('inquiry', a.after(30), { settlement: false })).payment

  test('is booked aside in its own currency, and its price is asked for', () => {
    const event = a.succeeded('inquiry', a.after(30), { settlement: false })
    assert.deepEqual(booked(dead, event), ['receivable_unpriced / late_success 10000 HKD'])
    assert.equal(late.waiting?.step, 'price')
  })

  test('is booked at its price when that comes, and then waits for nothing', () => {
    const event = a.succeeded('inquiry', a.after(40))
    assert.deepEqual(booked(late, event), [
      'late_success / receivable_unpriced 10000 HKD',
      'receivable / late_success 1099 EUR',
    ])
    assert.deepEqual([last(late, event).payment.waiting, statusOf(last(late, event).payment)], [undefined, 'CANCELLED'])
  })
})

test('a price that does not come in an hour is told to a person, and the telling ends when it comes', () => {
  let payment = a.aPayment(a.placed(), a.succeeded('notification', a.after(60), { settlement: false }))
  const told: string[] = []
  for (let turn = 0; turn < 70; turn++) {
    const at = payment.waiting?.dueAt ?? a.start
    const decision = last(payment, a.succeeded('inquiry', at, { settlement: false }))
    told.push(...decision.exceptions.map(({ kind }) => kind))
    payment = decision.payment
  }
  assert.deepEqual([...new Set(told)], ['unpriced'])
  assert.ok(last(payment, a.succeeded('inquiry', payment.waiting?.dueAt ?? a.start)).resolved.includes('unpriced'))
})

test('a gateway that was away asks for its 180 s before it closes an order', () => {
  const payment = a.aPayment(a.placed(a.start))
  const away = a.after(4 * 3600)
  const asked = last(
    { ...payment, waiting: { step: 'time_up', dueAt: a.after(630), since: a.after(630) } },
    a.unknown('inquiry', away),
  )
  assert.deepEqual([asked.payment.closing, asked.payment.waiting?.since], [false, away])
})

describe('a capture without a price', () => {
  const unpriced = a.succeeded('notification', a.after(60), { settlement: false })

  test('never waits: it is booked aside in its own currency and asked about', () => {
    const before = a.aPayment(a.placed())
    assert.deepEqual(booked(before, unpriced), ['receivable_unpriced / suspense_unpriced 10000 HKD'])
    assert.equal(last(before, unpriced).payment.waiting?.step, 'price')
  })

  test('is booked as captured when the price comes', () => {
    const before = a.aPayment(a.placed(), unpriced)
    const event = a.succeeded('inquiry', a.after(61))
    assert.deepEqual(booked(before, event), [
      'suspense_unpriced / receivable_unpriced 10000 HKD',
      'receivable / pending 1099 EUR',
    ])
    assert.deepEqual(
      [last(before, event).payment.waiting, last(before, event).payment.fee],
      [undefined, money('EUR', 25n)],
    )
  })

  test('is what a settlement amount in another currency leaves: it is not booked, and a person is told', () => {
    const before = a.aPayment(a.placed())
    const event = a.succeeded('notification', a.after(60), { settlement: money('USD', 1_281n) })
    assert.deepEqual(booked(before, event), ['receivable_unpriced / suspense_unpriced 10000 HKD'])
    assert.deepEqual(
      last(before, event).exceptions.map(({ kind }) => kind),
      ['settlement_currency_differs'],
    )
  })

  test('is not what a settlement amount of nothing leaves: there is nothing to book', () => {
    const event = a.succeeded('notification', a.after(60), { settlement: money('EUR', 0n) })
    const decision = last(a.aPayment(a.placed()), event)
    assert.deepEqual(
      [decision.transfers, statusOf(decision.payment), decision.payment.waiting],
      [[], 'CAPTURED', undefined],
    )
    assert.deepEqual(decision.payment.fee, money('EUR', 0n))
  })
})
