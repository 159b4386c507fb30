import assert from 'node:assert/strict'
import { accountsOf, assertBooksAreTrue, storedPayment } from './books.ts'
import type { ListeningShop } from './listening-shop.ts'
import type { TestSandbox } from './sandbox.ts'
import { truthOf } from './simulator.ts'
import { until } from './until.ts'

type RefundRow = { refund_id: string; amount_minor: bigint; accepted: boolean }

/**
 * Asserts that a payment's money is exact once nothing is under way: what went back by our row, by our refunds, by our
 * books and by the wallet is one amount, made of the same refunds, and never more than what came.
 */
export const assertMoneyIsExact = async (sandbox: TestSandbox, paymentId: string): Promise<void> => {
  const row = await storedPayment(sandbox, paymentId)
  const text = 'select refund_id, amount_minor, accepted from refunds where payment_id = $1 order by refund_id'
  const accepted = (await sandbox.db.read<RefundRow>({ text, values: [paymentId] })).filter((one) => one.accepted)
  const truth = await truthOf(sandbox, paymentId)
  const given = (truth?.refunds ?? []).map(({ refundRequestId, minor }) => [refundRequestId, BigInt(minor)])
  assert.deepEqual(
    given.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    accepted.map(({ refund_id, amount_minor }) => [refund_id, amount_minor]),
    'the wallet got back the refunds that we count as given, each once',
  )
  const back = accepted.reduce((sum, { amount_minor }) => sum + amount_minor, 0n)
  assert.deepEqual([row.refunded_minor, row.refunding_minor], [back, 0n], 'the row counts what went back')
  assert.ok(back <= row.captured_minor + row.late_success_minor, `${back} went back, and more than what came`)
  await assertBooksAreTrue(sandbox, paymentId)
  const accounts = await accountsOf(sandbox, paymentId)
  const total = Object.values(accounts).reduce((sum, balance) => sum + balance, 0n)
  assert.deepEqual([total, accounts.refunds_in_flight ?? 0n], [0n, 0n], 'the books are level, and nothing is in flight')
  if (row.currency !== row.settlement_currency) return
  const left = row.captured_minor + row.late_success_minor - back
  const expected = left === 0n ? {} : { receivable: left, pending: -left }
  assert.deepEqual(accounts, expected, 'the books hold what is left')
}

type EventRow = { event_id: string; version: number; refund_id: string | null; type: string }

/** Asserts that the merchant was told each change of a payment exactly once; answers what was told, oldest first. */
export const assertToldOnce = async (
  { db }: TestSandbox,
  { webhooks }: ListeningShop,
  paymentId: string,
): Promise<readonly string[]> => {
  const text = 'select * from webhook_events where payment_id = $1 order by version, event_id'
  const events = await db.read<EventRow>({ text, values: [paymentId] })
  const changes = events.map(({ version, refund_id }) => `${version} ${refund_id ?? ''}`)
  assert.equal(new Set(changes).size, changes.length, `one event for a change: ${changes.join(', ')}`)
  const times = (id: string) => webhooks.received.filter(({ body }) => body.id === id).length
  await until(`the webhooks of ${paymentId}`, () => events.every(({ event_id }) => times(event_id) > 0))
  for (const { event_id, type } of events) assert.equal(times(event_id), 1, `${type} of ${paymentId} came once`)
  return events.map(({ type }) => type)
}
