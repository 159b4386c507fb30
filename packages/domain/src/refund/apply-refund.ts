import { assert } from '../kernel/index.ts'
import { type Payment, statusOf } from '../payment/index.ts'
import type { RefundEvent } from './event.ts'
import { type Refund, type RefundWaiting, refundStatusOf } from './refund.ts'
import { refundMoveOf } from './refund-table.ts'

const firstWaitMs = 4_000
const longestWaitMs = 3_600_000

/** The same call again: soon at first, then after half of the time that has passed, at most an hour. */
const tryAgain = ({ since }: RefundWaiting, at: Date): RefundWaiting => {
  const elapsedMs = at.getTime() - since.getTime()
  const waitMs = Math.min(Math.max(firstWaitMs, Math.floor(elapsedMs / 2)), longestWaitMs)
  return { since, dueAt: new Date(at.getTime() + waitMs) }
}

/** A refund as it is when it was just asked for. */
export const newRefund = (payment: Payment, event: RefundEvent): Refund => {
  assert(event.name === 'refund_asked', `a refund begins by being asked for, not by ${event.name}`)
  const { refundId, askedBy, amount, booked, needsApproval, at } = event
  return {
    merchantId: payment.merchantId,
    paymentId: payment.paymentId,
    refundId,
    askedBy,
    amount,
    booked,
    createdAt: at,
    statusChangedAt: at,
    needsApproval,
    approved: false,
    accepted: false,
    refusedBecause: undefined,
    cancelled: false,
    settlement: undefined,
    alipayPlusRefundId: undefined,
    waiting: needsApproval ? undefined : { dueAt: at, since: at },
  }
}

const withFact = (refund: Refund, event: RefundEvent): Refund => {
  if (event.name === 'refund_asked') return refund
  switch (refundMoveOf(refund, event.name)) {
    case 'approve':
      return { ...refund, approved: true, waiting: { dueAt: event.at, since: event.at } }
    case 'accept': {
      const told = event.name === 'refund_accepted' ? event : undefined
      const settlement = told?.settlement?.currency === refund.booked.currency ? told.settlement : undefined
      return { ...refund, accepted: true, settlement, alipayPlusRefundId: told?.alipayPlusRefundId, waiting: undefined }
    }
    case 'refuse':
      return event.name === 'refund_refused' ? { ...refund, refusedBecause: event.because, waiting: undefined } : refund
    case 'cancel':
      return { ...refund, cancelled: true, waiting: undefined }
    case 'ask_again':
      return refund.waiting === undefined ? refund : { ...refund, waiting: tryAgain(refund.waiting, event.at) }
    default:
      return refund
  }
}

/** What a refund is after an event; the very same object when the event adds nothing. */
export const applyToRefund = (refund: Refund, event: RefundEvent): Refund => {
  const after = withFact(refund, event)
  if (after === refund || refundStatusOf(after) === refundStatusOf(refund)) return after
  return { ...after, statusChangedAt: event.at }
}

const amountsAfter = (payment: Payment, { amount, booked }: Pick<Refund, 'amount' | 'booked'>, event: RefundEvent) => {
  switch (event.name) {
    case 'refund_asked':
      return {
        refundingMinor: payment.refundingMinor + amount.minor,
        refundBookedMinor: payment.refundBookedMinor + booked.minor,
      }
    case 'refund_accepted':
      return {
        refundingMinor: payment.refundingMinor - amount.minor,
        refundedMinor: payment.refundedMinor + amount.minor,
      }
    case 'refund_refused':
    case 'refund_cancelled':
      return {
        refundingMinor: payment.refundingMinor - amount.minor,
        refundBookedMinor: payment.refundBookedMinor - booked.minor,
      }
    default:
      return {}
  }
}

/** What a payment is after a fact about one of its refunds. */
export const applyToPayment = (
  payment: Payment,
  refund: Pick<Refund, 'amount' | 'booked'>,
  event: RefundEvent,
): Payment => {
  const after = { ...payment, ...amountsAfter(payment, refund, event), version: payment.version + 1 }
  assert(after.refundingMinor >= 0n, `less than nothing of payment ${payment.paymentId} is on its way back`)
  return { ...after, statusChangedAt: statusOf(after) === statusOf(payment) ? payment.statusChangedAt : event.at }
}
