import assert from 'node:assert/strict'
import { assertBooksAreTrue, exceptionsOf } from './books.ts'
import { eventsOf, type ListeningShop, type Sale } from './listening-shop.ts'
import type { TestSandbox } from './sandbox.ts'
import { orders, type Truth } from './simulator.ts'
import { until } from './until.ts'

export type End = 'CAPTURED' | 'CANCELLED' | 'REJECTED'

/** The status that a payment must have, by what became of its order: charged, refused by the wallet, or neither. */
const endBy = (order: Truth | undefined): End => {
  if (order?.phase === 'declined' || order?.phase === 'no_balance') return 'REJECTED'
  return order !== undefined && order.charged.value !== '0' ? 'CAPTURED' : 'CANCELLED'
}

const withOrWithoutRedirect = (end: End): readonly string[] => {
  const last = `payment.${end.toLowerCase()}`
  return [`payment.created ${last}`, `payment.created payment.redirected ${last}`]
}

/**
 * Asserts that a sale has ended as the wallet says, everywhere: in its status, in the books, and for the merchant, who
 * was told of each change; and that it was one payment and one order, whatever was sent twice. Answers how it ended.
 */
export const assertEndIsTrue = async (sandbox: TestSandbox, shop: ListeningShop, sale: Sale): Promise<End> => {
  const placed = (await orders(sandbox)).filter(({ amount }) => amount.value === String(sale.amount))
  assert.ok(placed.length <= 1, `${placed.length} orders at Alipay+ for one payment`)
  const [order] = placed
  const end = endBy(order)
  const types = () => eventsOf(shop, sale).map(({ type }) => type)
  await until(
    `the webhooks of a sale that is ${end} (${sale.amount})`,
    () => types().at(-1) === `payment.${end.toLowerCase()}`,
  ).catch((error: Error) => assert.fail(`${error.message}; there are ${types().join(', ') || 'none'}`))
  assert.ok(withOrWithoutRedirect(end).includes(types().join(' ')), types().join(' '))
  const ids = [...new Set(eventsOf(shop, sale).map(({ payment }) => payment.id))]
  assert.equal(ids.length, 1, `one payment, not ${ids.join(' and ')}`)
  const [paymentId = ''] = ids
  if (order !== undefined) assert.equal(order.paymentRequestId, paymentId)
  assert.equal(await shop.statusOf(paymentId), end)
  assert.deepEqual(await exceptionsOf(sandbox, paymentId), [])
  await assertBooksAreTrue(sandbox, paymentId)
  return end
}
