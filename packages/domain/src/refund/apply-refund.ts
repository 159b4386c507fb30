import { assert } from '../kernel/index.ts'
import { proportion } from '../money/index.ts'
import { type Payment, statusOf } from '../payment/index.ts'
import type { RefundEvent } from './event.ts'
import { type Refund, type RefundWaiting, refundStatusOf } from './refund.ts'
import { refundMoveOf } from './refund-table.ts'

const firstWaitMs = 4_000
const longestWaitMs = 3_600_000
/** How long a refund that went back is asked about for its price as often as for its outcome. */
const priceBudgetMs = 72 * 3_600_000
const dayMs = 24 * 3_600_000

/** The same call again: soon at first, then after half of the time that has passed, at most an hour. */
const tryAgain = ({ since }: RefundWaiting, at: Date): RefundWaiting => {
  const elapsedMs = at.getTime() - since.getTime()
  const waitMs = Math.min(Math.max(firstWaitMs, Math.floor(elapsedMs / 2)), longestWaitMs)
  return { since, dueAt: new Date(at.getTime() + waitMs) }
}

/** A refund as it is when it was just asked for. */
export const newRefund = (payment: Payment, event: RefundEvent): Refund => {
  assert(event.name === 'refund_asked', `a refund begins by being asked for, not by ${event.name}`)
  const { refundId, askedBy, amount, booked, unpriced = false, feeReturned, needsApproval, at } = event
  return {
    merchantId: payment.merchantId,
    paymentId: payment.paymentId,
    refundId,
    askedBy,
    amount,
    booked,
    unpriced,
    feeReturned,
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

/**
 * The next step of a refund in doubt. One that has gone back, and is booked at its payment's rate, is for a person alone once
 * the budget is spent; one that nothing is booked of is asked about every day until it has its price.
 */
const askAgain = (refund: Refund, at: Date): Refund => {
  const { waiting, accepted, unpriced } = refund
  if (waiting === undefined) return refund
  const isSpent = accepted && at.getTime() - waiting.since.getTime() >= priceBudgetMs
  if (!isSpent) return { ...refund, waiting: tryAgain(waiting, at) }
  return { ...refund, waiting: unpriced ? { ...waiting, dueAt: new Date(at.getTime() + dayMs) } : undefined }
}

const withFact = (refund: Refund, event: RefundEvent): Refund => {
  if (event.name === 'refund_asked') return refund
  switch (refundMoveOf(refund, event.name)) {
    case 'approve':
      return { ...refund, approved: true, waiting: { dueAt: event.at, since: event.at } }
    case 'accept': {
      const told = event.name === 'refund_accepted' ? event : undefined
      const { settlement, alipayPlusRefundId } = told ?? {}
      const waiting = settlement === undefined ? tryAgain({ dueAt: event.at, since: event.at }, event.at) : undefined
      return { ...refund, accepted: true, settlement, alipayPlusRefundId, waiting }
    }
    case 'price':
      return event.name === 'refund_priced' && refund.settlement === undefined
        ? { ...refund, settlement: event.settlement, waiting: undefined }
        : refund
    case 'fix_fee':
      return event.name === 'refund_fee_fixed' && refund.feeReturned === undefined
        ? { ...refund, feeReturned: event.feeReturned }
        : refund
    case 'open_contradiction':
      return refund.waiting === undefined ? refund : { ...refund, waiting: undefined }
    case 'refuse':
      return event.name === 'refund_refused' ? { ...refund, refusedBecause: event.because, waiting: undefined } : refund
    case 'cancel':
      return { ...refund, cancelled: true, waiting: undefined }
    case 'ask_again':
      return askAgain(refund, event.at)
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

type Amounts = Pick<Refund, 'amount' | 'booked' | 'unpriced'>

/**
 * What of the settlement amount a refund counts for. One that was booked before the price was known counts from then on, at
 * the same rate.
 */
const countedMinor = (payment: Payment, { amount, booked, unpriced }: Amounts): bigint => {
  if (!unpriced) return booked.minor
  const settlement = payment.captured ? payment.network.settlementAmount : undefined
  if (settlement === undefined) return 0n
  const { minor } = proportion(settlement, amount.minor, payment.amount.minor)
  return minor < payment.refundBookedMinor ? minor : payment.refundBookedMinor
}

const amountsAfter = (payment: Payment, refund: Amounts, event: RefundEvent) => {
  const { amount } = refund
  switch (event.name) {
    case 'refund_asked':
      return {
        refundingMinor: payment.refundingMinor + amount.minor,
        refundBookedMinor: payment.refundBookedMinor + countedMinor(payment, refund),
      }
    case 'refund_accepted':
      return {
        refundingMinor: payment.refundingMinor - amount.minor,
        refundedMinor: payment.refundedMinor + amount.minor,
      }
    case 'refund_refused':
    case 'refund_cancelled': {
      const left = payment.refundBookedMinor - countedMinor(payment, refund)
      // What was counted together when the price came is rounded apart, so that the last one may be a unit short.
      return { refundingMinor: payment.refundingMinor - amount.minor, refundBookedMinor: left > 0n ? left : 0n }
    }
    default:
      return {}
  }
}

/** What a payment is after a fact about one of its refunds. */
export const applyToPayment = (payment: Payment, refund: Amounts, event: RefundEvent): Payment => {
  const after = { ...payment, ...amountsAfter(payment, refund, event), version: payment.version + 1 }
  assert(after.refundingMinor >= 0n, `less than nothing of payment ${payment.paymentId} is on its way back`)
  return { ...after, statusChangedAt: statusOf(after) === statusOf(payment) ? payment.statusChangedAt : event.at }
}
