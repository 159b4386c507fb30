import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  assertAllBooksAreTrue,
  assertBooksAreTrue,
  exceptionsOf,
  messagesOf,
  storedPayment,
  transfersOf,
  webhookEventsOf,
} from '../support/books.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import type { Created } from '../support/shop.ts'
import { advance, cashierOf, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { aSale, isUndone, type OneSale, type Unclear, unclear } from '../support/unclear.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox

before(async () => {
  sandbox = await aSandbox('error', noon)
})

after(() => sandbox?.close())

let merchants = 2_000
const sale = (): Promise<OneSale> => aSale(sandbox, String(++merchants))
const salesFor = <Name extends string>(names: readonly Name[]): Promise<(OneSale & { fault: Name })[]> =>
  Promise.all(names.map(async (fault) => ({ fault, ...(await sale()) })))

/** The payment has a status for its merchant, and its books are as true as they can be. */
const assertIs = async ({ shop, paymentId }: OneSale, status: string, statusCode: number, why = ''): Promise<void> => {
  const payment = await shop.payment(paymentId)
  assert.deepEqual([payment.status, payment.statusOutput?.statusCode], [status, statusCode], why)
  await assertBooksAreTrue(sandbox, paymentId)
}

const statusesTold = async ({ paymentId }: OneSale): Promise<string[]> =>
  (await webhookEventsOf(sandbox, paymentId)).map(({ type }) => type.replace('payment.', ''))

const cashier = ({ paymentId }: OneSale): Promise<string> =>
  until(`the order of ${paymentId}`, () => cashierOf(sandbox, paymentId))

describe('an unclear answer to pay', () => {
  test('is not believed: the same pay is sent again, and the merchant gets its redirect', async () => {
    const sales = await salesFor(unclear)
    await setFaults(
      sandbox,
      ...sales.map(({ fault: name, paymentId }) => ({
        name,
        api: 'pay' as const,
        paymentRequestId: paymentId,
        times: 1,
      })),
    )
    await Promise.all(
      sales.map(async (one) => {
        const { status, paymentStatus, redirectUrl, paymentId } = await one.create()
        assert.deepEqual([status, paymentStatus, paymentId], [201, 'REDIRECTED', one.paymentId], one.fault)
        assert.equal(redirectUrl, await cashierOf(sandbox, paymentId), one.fault)
        await payInWallet(sandbox, redirectUrl ?? '')
        await one.shop.whenStatus(paymentId, 'CAPTURED')
        await assertIs(one, 'CAPTURED', 800, one.fault)
        assert.deepEqual(await statusesTold(one), ['created', 'redirected', 'captured'], one.fault)
      }),
    )
  })
})

describe('pay that never gives a URL', () => {
  type Struck = OneSale & { readonly fault: Unclear }
  let struck: Struck[]
  /** A no to the cancel that says nothing about the order is unclear too. */
  let cancelStruck: (OneSale & { readonly fault: Unclear | 'refused' })[]
  let paidMeanwhile: OneSale
  let paidUnheard: OneSale
  let paidWhileClosing: OneSale
  let paidAndTooLate: OneSale
  const answers = new Map<string, Created & { readonly ms: number }>()

  const created = async (one: OneSale): Promise<void> => {
    const began = performance.now()
    answers.set(one.paymentId, { ...(await one.create()), ms: performance.now() - began })
  }

  const payAtCashier = async (one: OneSale): Promise<void> => payInWallet(sandbox, await cashier(one))

  before(async () => {
    struck = await salesFor(unclear)
    cancelStruck = await salesFor([...unclear, 'refused'])
    paidMeanwhile = await sale()
    paidUnheard = await sale()
    paidWhileClosing = await sale()
    paidAndTooLate = await sale()
    const others = [...cancelStruck, paidMeanwhile, paidUnheard, paidWhileClosing, paidAndTooLate]
    await setFaults(
      sandbox,
      ...struck.map(({ fault: name, paymentId }) => ({ name, api: 'pay' as const, paymentRequestId: paymentId })),
      ...others.map(({ paymentId }) => ({
        name: 'answer_lost' as const,
        api: 'pay' as const,
        paymentRequestId: paymentId,
      })),
      ...cancelStruck.map(({ fault: name, paymentId }) => ({
        name,
        api: 'cancelPayment' as const,
        paymentRequestId: paymentId,
        times: 1,
      })),
      ...[paidWhileClosing, paidAndTooLate].map(({ paymentId }) => ({
        name: 'request_lost' as const,
        api: 'cancelPayment' as const,
        paymentRequestId: paymentId,
      })),
      { name: 'notification_never', paymentRequestId: paidUnheard.paymentId },
    )
    await Promise.all([...[...struck, ...others].map(created), payAtCashier(paidMeanwhile), payAtCashier(paidUnheard)])
    await Promise.all([paidWhileClosing, paidAndTooLate].map(payAtCashier))
    await advance(sandbox, 'PT12M')
  })

  test('is given up after 20 s: the merchant gets CREATED, and no consumer is sent anywhere', () => {
    for (const [id, { status, paymentStatus, paymentId, redirectUrl, body, ms }] of answers) {
      const wanted = id === paidMeanwhile.paymentId ? 'CAPTURED' : 'CREATED'
      assert.deepEqual([status, paymentStatus, paymentId], [201, wanted, id])
      assert.deepEqual([redirectUrl, body.merchantAction], [undefined, undefined])
      assert.ok(ms < 25_000, `${id} was answered after ${ms} ms`)
    }
  })

  test('ends CANCELLED, whether an order was placed or not, and nobody is charged', async () => {
    for (const one of struck) {
      await assertIs(one, 'CANCELLED', 99999, one.fault)
      assert.equal((await truthOf(sandbox, one.paymentId))?.phase, isUndone(one.fault) ? undefined : 'cancelled')
      assert.deepEqual(await statusesTold(one), ['created', 'cancelled'], one.fault)
      assert.deepEqual(await exceptionsOf(sandbox, one.paymentId), [])
    }
  })

  test('ends CANCELLED when the answer to the cancel is unclear too: the cancel is sent again', async () => {
    for (const one of cancelStruck) {
      await assertIs(one, 'CANCELLED', 99999, one.fault)
      assert.equal((await truthOf(sandbox, one.paymentId))?.phase, 'cancelled', one.fault)
    }
  })

  test('is CAPTURED when a success is announced meanwhile', async () => {
    await assertIs(paidMeanwhile, 'CAPTURED', 800)
    assert.deepEqual(await statusesTold(paidMeanwhile), ['created', 'captured'])
  })

  test('gives back by its cancel what was paid and never announced', async () => {
    await assertIs(paidUnheard, 'CANCELLED', 99999)
    const truth = await truthOf(sandbox, paidUnheard.paymentId)
    assert.deepEqual([truth?.phase, truth?.charged.value], ['cancelled', '0'])
  })

  test('remembers a success while it is closing, and shows and books nothing yet', async () => {
    for (const { shop, paymentId } of [paidWhileClosing, paidAndTooLate]) {
      assert.equal(await shop.statusOf(paymentId), 'CREATED')
      const { closing, success_heard, step } = await storedPayment(sandbox, paymentId)
      assert.deepEqual([closing, success_heard, step], [true, true, 'cancel'])
      assert.deepEqual(await transfersOf(sandbox, paymentId), [])
    }
  })

  test('and was paid while it was closing: the cancel gives the money back, the inquiry after it says so', async () => {
    const late = { name: 'request_lost', api: 'cancelPayment', paymentRequestId: paidAndTooLate.paymentId } as const
    await setFaults(sandbox, late)
    await advance(sandbox, 'PT30M')
    await assertIs(paidWhileClosing, 'CANCELLED', 99999)
    assert.equal((await truthOf(sandbox, paidWhileClosing.paymentId))?.charged.value, '0')
    const { step } = await storedPayment(sandbox, paidWhileClosing.paymentId)
    assert.deepEqual([step, await exceptionsOf(sandbox, paidWhileClosing.paymentId)], [null, []])
  })

  test('has an exception when no cancel has had a clear answer for an hour', async () => {
    await advance(sandbox, 'PT1H')
    const [exception, ...more] = await exceptionsOf(sandbox, paidAndTooLate.paymentId)
    assert.deepEqual([exception?.kind, more], ['outcome_unknown', []])
    assert.equal(await paidAndTooLate.shop.statusOf(paidAndTooLate.paymentId), 'CREATED')
  })

  test('is CAPTURED when it was paid and it is too late to cancel', async () => {
    await advance(sandbox, 'P1DT1H')
    await setFaults(sandbox)
    await advance(sandbox, 'PT2H')
    await assertIs(paidAndTooLate, 'CAPTURED', 800)
  })
})

describe('an unclear answer to an inquiry', () => {
  test('is asked again: a success that nobody announced is found', async () => {
    const sales = await salesFor([...unclear, 'refused'])
    const quiet = await sale()
    await setFaults(
      sandbox,
      { name: 'notification_never' },
      ...sales.map(({ fault: name, paymentId }) => ({
        name,
        api: 'inquiryPayment' as const,
        paymentRequestId: paymentId,
        times: name === 'answer_slow' ? 1 : 2,
      })),
    )
    for (const one of [...sales, quiet]) {
      await payInWallet(sandbox, (await one.create()).redirectUrl ?? '')
      await assert.rejects(assertBooksAreTrue(sandbox, one.paymentId), 'the success is not known yet')
    }
    await advance(sandbox, 'PT61S')
    await assertIs(quiet, 'CAPTURED', 800)
    for (const { shop, paymentId, fault } of sales) assert.equal(await shop.statusOf(paymentId), 'REDIRECTED', fault)
    await advance(sandbox, 'PT5M')
    for (const one of sales) await assertIs(one, 'CAPTURED', 800, one.fault)
  })

  test('for ever ends in a cancel: CANCELLED, and what was paid is given back', async () => {
    const sales = await salesFor(['unknown_code', 'http_500', 'throttled'])
    const paid = await sale()
    await setFaults(
      sandbox,
      { name: 'notification_never' },
      { name: 'status_a', api: 'inquiryPayment', paymentRequestId: paid.paymentId },
      ...sales.map(({ fault: name, paymentId }) => ({
        name,
        api: 'inquiryPayment' as const,
        paymentRequestId: paymentId,
      })),
    )
    for (const one of sales) assert.equal((await one.create()).status, 201)
    await payInWallet(sandbox, (await paid.create()).redirectUrl ?? '')
    await advance(sandbox, 'PT13M')
    for (const { shop, paymentId, fault } of sales) assert.equal(await shop.statusOf(paymentId), 'REDIRECTED', fault)
    await advance(sandbox, 'PT1M')
    for (const one of sales) {
      await assertIs(one, 'CANCELLED', 99999, one.fault)
      const asked = (await messagesOf(sandbox, one.paymentId)).filter(({ api }) => api === 'inquiryPayment').length
      assert.ok(asked >= 4 + 30 && asked <= 4 + 60, `asked ${asked} times, four of them while its consumer had time`)
    }
    await assertIs(paid, 'CANCELLED', 99999)
    assert.deepEqual((await truthOf(sandbox, paid.paymentId))?.phase, 'cancelled')
  })
})

test('the books of every payment equal what its consumer was charged', () => assertAllBooksAreTrue(sandbox))
