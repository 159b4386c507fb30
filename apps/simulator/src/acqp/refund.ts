import type { RefundResponse } from '@silkgate/alipayplus'
import { money } from '@silkgate/domain'
import { type Order, type OrderRefund, refundedMinorOf } from '../order/order.ts'
import { failure, isoUtc8, success } from './answers.ts'
import { orderOf } from './inquire-and-cancel.ts'
import type { RefundMessage } from './messages.ts'
import type { Acqp } from './pay.ts'
import { amountOf, refundSettlementOf } from './settlement.ts'

const windowMs = 365 * 24 * 3_600_000

const answerOf = (order: Order, refund: OrderRefund, acquirerId: string): RefundResponse => ({
  result: success,
  acquirerId,
  refundId: refund.refundId,
  refundTime: isoUtc8(refund.at),
  refundAmount: amountOf(money(order.terms.amount.currency, refund.minor)),
  ...refundSettlementOf(order, refund),
})

/** Why money of an order cannot go back, or undefined. */
const whyNot = (order: Order, minor: bigint, currency: string, now: Date): [code: string, says: string] | undefined => {
  if (order.paidAt === undefined) return ['ORDER_NOT_EXIST', 'there is no paid order']
  if (order.cancelledAt !== undefined) return ['ORDER_IS_CLOSED', 'the order was cancelled, and its money went back']
  if (now.getTime() - order.paidAt.getTime() > windowMs) return ['REFUND_WINDOW_EXCEED', 'the refund window is over']
  if (currency !== order.terms.amount.currency) return ['PARAM_ILLEGAL', 'refundAmount.currency differs']
  if (refundedMinorOf(order) + minor > order.terms.amount.minor) return ['REFUND_AMOUNT_EXCEED', 'more than was paid']
  return undefined
}

/** Gives money back, once for each refundRequestId: a repeat is answered as the first was. Source: refund. */
export const refund = async (message: RefundMessage, acqp: Acqp): Promise<RefundResponse> => {
  const found = await orderOf(message, acqp)
  if (found === undefined) return { result: failure('ORDER_NOT_EXIST', 'there is no such order') }
  const { refundRequestId, refundAmount } = message
  const minor = BigInt(refundAmount.value)
  const now = acqp.world.now()
  let refused: [code: string, says: string] | undefined
  const order = await acqp.orders.change(found.paymentRequestId, (before) => {
    if (before.refunds.some((one) => one.refundRequestId === refundRequestId)) return undefined
    refused = whyNot(before, minor, refundAmount.currency, now)
    if (refused !== undefined) return undefined
    const refundId = `${before.paymentId.slice(0, 23)}${acqp.world.digits(12)}`
    return { order: { ...before, refunds: [...before.refunds, { refundRequestId, refundId, minor, at: now }] } }
  })
  const made = order?.refunds.find((one) => one.refundRequestId === refundRequestId)
  if (order === undefined || made === undefined)
    return { result: failure(...(refused ?? ['PROCESS_FAIL', 'not done'])) }
  if (made.minor !== minor) return { result: failure('REPEAT_REQ_INCONSISTENT', 'the repeat has another amount') }
  return answerOf(order, made, acqp.acquirerId)
}
