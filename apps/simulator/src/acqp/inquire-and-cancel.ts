import type { CancelPaymentResponse, InquiryPaymentResponse } from '@silkgate/alipayplus'
import { type Order, phaseOf } from '../order/order.ts'
import { failure, inquiryAnswer, success } from './answers.ts'
import type { OrderMessage } from './messages.ts'
import type { Acqp } from './pay.ts'

const notExist = { result: failure('ORDER_NOT_EXIST', 'there is no such order') }

/** The order that a message names by one of its two ids. */
export const orderOf = async (
  { paymentId, paymentRequestId }: OrderMessage,
  { orders }: Acqp,
): Promise<Order | undefined> => {
  if (paymentId !== undefined) return orders.find({ paymentId })
  return paymentRequestId === undefined ? undefined : orders.find({ paymentRequestId })
}

export const inquirePayment = async (message: OrderMessage, acqp: Acqp): Promise<InquiryPaymentResponse> => {
  const order = await orderOf(message, acqp)
  return order === undefined ? notExist : inquiryAnswer(order, acqp.acquirerId, acqp.world.now())
}

const dayMs = 24 * 3_600_000

/** Cancelling is possible until 00:15 UTC+8 of the day after. Source: cancelPayment. */
const cancelWindowEnd = (placedAt: Date): Date => {
  const utc8Ms = 8 * 3_600_000
  const midnightMs = Math.floor((placedAt.getTime() + utc8Ms) / dayMs + 1) * dayMs - utc8Ms
  return new Date(midnightMs + 15 * 60_000)
}

/** Closes an order whatever became of it: what was paid goes back. Repeats answer the same. */
export const cancelPayment = async (message: OrderMessage, acqp: Acqp): Promise<CancelPaymentResponse> => {
  const found = await orderOf(message, acqp)
  if (found === undefined) return notExist
  const now = acqp.world.now()
  if (found.cancelledAt === undefined && now >= cancelWindowEnd(found.placedAt)) {
    return { result: failure('CANCEL_WINDOW_EXCEED', 'it is too late to cancel') }
  }
  const order = await acqp.orders.change(found.paymentRequestId, (one) => {
    const phase = phaseOf(one, now)
    if (phase !== 'open' && phase !== 'paid') return undefined
    const cancelled = { ...one, cancelledAt: now }
    return { order: cancelled, notifications: acqp.cancelled(cancelled) }
  })
  if (order === undefined || phaseOf(order, now) !== 'cancelled') {
    return { result: failure('ORDER_IS_CLOSED', 'the order is closed') }
  }
  return { result: success, acquirerId: acqp.acquirerId }
}
