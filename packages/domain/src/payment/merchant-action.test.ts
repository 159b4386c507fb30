import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MerchantAction, merchantActions, statusOf, thirdPartyStatusOf, whyNotDone } from './index.ts'
import * as a from './testing.ts'

const lives = {
  created: a.aPayment(),
  redirected: a.aPayment(a.placed()),
  captured: a.aPayment(a.placed(), a.succeeded('notification', a.after(60))),
  closed: a.aPayment(a.givenUp(a.after(20)), a.closed('cancel', a.after(21))),
}

test('what a merchant cannot do with a payment is said with the state it is in', () => {
  for (const action of Object.keys(merchantActions) as MerchantAction[]) {
    for (const payment of Object.values(lives)) {
      const why = whyNotDone(action, payment)
      assert.ok(why.startsWith(`The payment is ${statusOf(payment)}. `) && why.endsWith('.'), why)
    }
  }
  assert.match(whyNotDone('cancel', lives.captured), /Refund the payment instead/)
  assert.match(whyNotDone('cancel', { ...lives.captured, refundedMinor: lives.captured.amount.minor }), /is REFUNDED/)
})

test('the consumer is waited for until the payment is captured; for a dead payment nobody is waited for', () => {
  assert.deepEqual(Object.values(lives).map(thirdPartyStatusOf), ['WAITING', 'WAITING', 'COMPLETED', undefined])
})
