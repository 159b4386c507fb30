import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { announce } from '../support/alipayplus.ts'
import {
  accountsOf,
  assertAllBooksAreTrue,
  assertBooksAreTrue,
  exceptionsOf,
  messagesOf,
  storedPayment,
  transfersOf,
  webhookEventsOf,
} from '../support/books.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { addShop, aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, cashierOf, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { aSale } from '../support/unclear.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox('error', noon)
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

const statusAndCode = async (paymentId: string) => {
  const { status, statusOutput } = await shop.payment(paymentId)
  return [status, statusOutput?.statusCode]
}

const statusesTold = async (paymentId: string): Promise<string[]> =>
  (await webhookEventsOf(sandbox, paymentId)).map(({ type }) => type.replace('payment.', ''))

describe('an order that nobody pays', () => {
  test('waits for its consumer until its time is up, asked about now and then, and is CANCELLED then', async () => {
    const { paymentId } = await shop.redirected()
    await advance(sandbox, 'PT10M10S')
    assert.equal(await shop.statusOf(paymentId), 'REDIRECTED')
    await advance(sandbox, 'PT1M50S')
    assert.deepEqual(await statusAndCode(paymentId), ['CANCELLED', 99999])
    assert.deepEqual(await statusesTold(paymentId), ['created', 'redirected', 'cancelled'])
    assert.equal((await truthOf(sandbox, paymentId))?.phase, 'expired')
    await assertBooksAreTrue(sandbox, paymentId)
    const [pay, ...inquiries] = await messagesOf(sandbox, paymentId)
    const { created_at: created } = await storedPayment(sandbox, paymentId)
    const since = (begin: Date | undefined) => (one: { at: Date }) =>
      (one.at.getTime() - (begin?.getTime() ?? 0)) / 1000
    assert.deepEqual(inquiries.slice(0, 4).map(since(pay?.at)), [60, 180, 360, 540])
    assert.deepEqual(inquiries.slice(4).map(since(created)), [630])
  })

  test('stays CANCELLED when a success is announced after all, and Alipay+ says no when it is asked', async () => {
    const { paymentId } = await shop.redirected()
    await advance(sandbox, 'PT12M')
    const asked = (await messagesOf(sandbox, paymentId)).length
    const paymentResult = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' }
    const paymentAmount = { currency: 'EUR', value: '1500' }
    const body = JSON.stringify({ paymentResult, paymentRequestId: paymentId, paymentAmount })
    assert.equal((await announce(sandbox, { body })).status, 200)
    const messages = await until('Alipay+ was asked', async () => {
      const seen = await messagesOf(sandbox, paymentId)
      return seen.length === asked + 2 && seen
    })
    assert.deepEqual(
      messages.slice(-2).map(({ api }) => api),
      ['notifyPayment', 'inquiryPayment'],
    )
    await advance(sandbox, 'PT1H')
    assert.equal((await messagesOf(sandbox, paymentId)).length, asked + 2, 'it is asked once')
    assert.deepEqual(await statusAndCode(paymentId), ['CANCELLED', 99999])
    assert.deepEqual([await transfersOf(sandbox, paymentId), await exceptionsOf(sandbox, paymentId)], [[], []])
  })

  test('is CANCELLED too when its consumer opened it in a wallet and closed the wallet', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl, 'close')
    assert.equal(await shop.statusOf(paymentId), 'REDIRECTED')
    await advance(sandbox, 'PT12M')
    assert.deepEqual(await statusAndCode(paymentId), ['CANCELLED', 99999])
  })

  test('is CAPTURED when it is paid in the last moment, and the inquiry is what tells', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await setFaults(sandbox, { name: 'notification_never' })
    await advance(sandbox, 'PT9M30S')
    await payInWallet(sandbox, redirectUrl)
    await setFaults(sandbox)
    assert.equal(await shop.statusOf(paymentId), 'REDIRECTED')
    await advance(sandbox, 'PT2M')
    assert.deepEqual(await statusAndCode(paymentId), ['CAPTURED', 800])
    await assertBooksAreTrue(sandbox, paymentId)
  })
})

describe('an order that its merchant leaves five minutes', () => {
  test('ends half a minute after them, asked about at 1 and 3 minutes; the consumer sees when', async () => {
    const hurried = openShop(sandbox, await addShop(sandbox, '3005'))
    const [set] = await silkgate(sandbox, 'merchant', 'set', '3005', '--expires-after', 'PT5M')
    assert.equal(set?.expiresAfterSeconds, 300)
    const { paymentId, redirectUrl } = await hurried.redirected()
    const { created_at: created } = await storedPayment(sandbox, paymentId)
    const cashier = await (await fetch(redirectUrl)).text()
    assert.equal(/data-until="(\d+)"/.exec(cashier)?.[1], String(created.getTime() + 300_000))
    await advance(sandbox, 'PT5M20S')
    assert.equal(await hurried.statusOf(paymentId), 'REDIRECTED')
    await advance(sandbox, 'PT20S')
    assert.equal(await hurried.statusOf(paymentId), 'CANCELLED')
    const [pay, ...inquiries] = await messagesOf(sandbox, paymentId)
    const after = (begin: Date | undefined, at: Date | undefined) =>
      ((at?.getTime() ?? 0) - (begin?.getTime() ?? 0)) / 1000
    const [first, second, last] = inquiries.map(({ at }) => at)
    assert.deepEqual([after(pay?.at, first), after(pay?.at, second), after(created, last)], [60, 180, 330])
    assert.equal(inquiries.length, 3)
    await assertBooksAreTrue(sandbox, paymentId)
  })
})

describe('an order that the wallet refuses', () => {
  for (const outcome of ['decline', 'insufficient_balance'] as const) {
    test(`is REJECTED 120 (${outcome}), by a notification`, async () => {
      const { paymentId, redirectUrl } = await shop.redirected()
      await payInWallet(sandbox, redirectUrl, outcome)
      await shop.whenStatus(paymentId, 'REJECTED')
      assert.deepEqual(await statusAndCode(paymentId), ['REJECTED', 120])
      assert.deepEqual(await statusesTold(paymentId), ['created', 'redirected', 'rejected'])
      await assertBooksAreTrue(sandbox, paymentId)
    })

    test(`is REJECTED 120 (${outcome}), by an inquiry when the notification never comes`, async () => {
      const { paymentId, redirectUrl } = await shop.redirected()
      await setFaults(sandbox, { name: 'notification_never' })
      await payInWallet(sandbox, redirectUrl, outcome)
      await setFaults(sandbox)
      assert.equal(await shop.statusOf(paymentId), 'REDIRECTED')
      await advance(sandbox, 'PT61S')
      assert.deepEqual(await statusAndCode(paymentId), ['REJECTED', 120])
      await assertBooksAreTrue(sandbox, paymentId)
    })
  }
})

describe('a success for a payment that is dead', () => {
  /** An order that was placed although its merchant was told no: the first answer of pay was lost, the second was a no. */
  const refusedButPlaced = async (merchantId: string, order = anOrder()) => {
    const sale = await aSale(sandbox, merchantId, order)
    const { paymentId: paymentRequestId } = sale
    await setFaults(
      sandbox,
      { name: 'answer_lost', api: 'pay', paymentRequestId, times: 1 },
      { name: 'refused', api: 'pay', paymentRequestId },
    )
    const { status, paymentStatus } = await sale.create()
    assert.deepEqual([status, paymentStatus], [402, 'REJECTED'])
    const redirectUrl = await cashierOf(sandbox, paymentRequestId)
    assert.ok(redirectUrl, 'the order is there, and can be paid')
    return { ...sale, redirectUrl }
  }

  /** It was booked aside in full, and went back in full; `rate` is what the way there and back has cost. */
  const assertGoneBack = async (paymentId: string, minor: bigint, rate = 0n): Promise<void> => {
    await until('it has gone back', async () => (await truthOf(sandbox, paymentId))?.charged.value === '0')
    await until(
      'the exception is settled',
      async () => (await exceptionsOf(sandbox, paymentId))[0]?.resolved_at ?? undefined,
    )
    const booked = (await transfersOf(sandbox, paymentId)).filter(({ credit }) => credit === 'late_success')
    assert.deepEqual(
      booked.map(({ debit, minor, currency }) => [debit, minor, currency]),
      [['receivable', minor, 'EUR']],
    )
    const cost = rate === 0n ? {} : { receivable: -rate, late_success: rate }
    assert.deepEqual(await accountsOf(sandbox, paymentId), cost)
    const [exception, ...more] = await exceptionsOf(sandbox, paymentId)
    assert.deepEqual([exception?.kind, more], ['late_success', []])
    assert.ok(exception && exception.deadline_at > exception.opened_at, 'somebody would have had to look at it in time')
    assert.deepEqual(await statusesTold(paymentId), ['created', 'rejected'], 'the merchant is told nothing new')
    assert.equal((await truthOf(sandbox, paymentId))?.refunds.length, 1)
    await assertBooksAreTrue(sandbox, paymentId)
  }

  test('is inquired, booked aside as late success, and given back by itself; for the merchant it stays dead', async () => {
    const { shop: dead, paymentId, redirectUrl } = await refusedButPlaced('3001')
    await payInWallet(sandbox, redirectUrl)
    await until('the late success is booked', async () => (await transfersOf(sandbox, paymentId)).length > 0)
    assert.equal(await dead.statusOf(paymentId), 'REJECTED')
    await assertGoneBack(paymentId, 1500n)
    await advance(sandbox, 'PT23H')
    assert.equal(await dead.statusOf(paymentId), 'REJECTED')
    await assertGoneBack(paymentId, 1500n)
  })

  test('is booked once, however often it is announced, and in the settlement currency', async () => {
    const { paymentId, redirectUrl } = await refusedButPlaced('3002', anOrder(10_000, 'HKD'))
    await setFaults(sandbox, { name: 'notification_repeated' })
    await payInWallet(sandbox, redirectUrl)
    await until('five notifications were answered', async () => {
      const sent = (await truthOf(sandbox, paymentId))?.notifications ?? []
      return sent.length === 5 && sent.every(({ attempts, nextAt }) => attempts === 1 && nextAt === undefined)
    })
    await until('the late success is booked', async () => (await transfersOf(sandbox, paymentId)).length > 0)
    await advance(sandbox, 'PT1H')
    await assertGoneBack(paymentId, 1113n, 1n)
  })

  test('is found and given back when nobody announces it: Alipay+ is asked once the time is up', async () => {
    const { shop: dead, paymentId, redirectUrl } = await refusedButPlaced('3004')
    await setFaults(sandbox, { name: 'notification_never', paymentRequestId: paymentId })
    await payInWallet(sandbox, redirectUrl)
    await advance(sandbox, 'PT11M')
    assert.equal(await dead.statusOf(paymentId), 'REJECTED')
    await assertGoneBack(paymentId, 1500n)
    assert.equal((await storedPayment(sandbox, paymentId)).step, null)
  })

  test('is asked about until there is an answer, and nothing is booked before', async () => {
    const { shop: dead, paymentId, redirectUrl } = await refusedButPlaced('3003')
    await setFaults(sandbox, { name: 'unknown_exception', api: 'inquiryPayment' })
    await payInWallet(sandbox, redirectUrl)
    await until('the success is heard', async () => (await storedPayment(sandbox, paymentId)).success_heard)
    await advance(sandbox, 'PT10M')
    assert.deepEqual(await transfersOf(sandbox, paymentId), [])
    assert.equal((await storedPayment(sandbox, paymentId)).step, 'success_heard')
    await setFaults(sandbox)
    await advance(sandbox, 'PT1H')
    assert.equal(await dead.statusOf(paymentId), 'REJECTED')
    await assertGoneBack(paymentId, 1500n)
  })
})

test('the books of every payment equal what its consumer was charged', () => assertAllBooksAreTrue(sandbox))
