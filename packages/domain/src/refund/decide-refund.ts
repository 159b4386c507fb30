import { assert } from '../kernel/index.ts'
import { type Account, postings, type Transfer } from '../ledger/index.ts'
import { formatMoney } from '../money/index.ts'
import {
  type ExceptionKind,
  type Payment,
  type PaymentException,
  type PaymentStatus,
  statusOf,
} from '../payment/index.ts'
import { applyToPayment, applyToRefund, newRefund } from './apply-refund.ts'
import type { RefundEvent } from './event.ts'
import { type Refund, type RefundStatus, refundStatusOf } from './refund.ts'
import { refundMoveOf } from './refund-table.ts'

/** What follows from an event about a refund: for the refund and for its payment. Saved together, or not at all. */
export type RefundDecision = {
  readonly payment: Payment
  readonly refund: Refund
  /** The event, when it changed the facts. */
  readonly recorded: RefundEvent | undefined
  readonly transfers: readonly Transfer[]
  readonly exceptions: readonly PaymentException[]
  /** Exceptions that were about not knowing, and end with it. */
  readonly resolved: readonly ExceptionKind[]
  readonly statusChangedTo: PaymentStatus | undefined
  readonly refundStatusChangedTo: RefundStatus | undefined
}

/** Where money that leaves a payment is taken from. */
export const sourceOf = (payment: Payment): Account => {
  if (!payment.captured) return 'late_success'
  return payment.settled ? 'available' : 'pending'
}

/** Decides what an event makes of a refund that stands (undefined when it is asked for) and of its payment. Pure. */
export const decideRefund = (payment: Payment, refund: Refund | undefined, event: RefundEvent): RefundDecision => {
  const before = refund ?? newRefund(payment, event)
  const isNew = refund === undefined
  assert(
    isNew === (event.name === 'refund_asked'),
    `refund ${event.refundId} was ${isNew ? 'not ' : ''}asked for before ${event.name}`,
  )
  const after = isNew ? before : applyToRefund(before, event)
  const isChange = isNew || after !== before
  const isFact = isChange && event.name !== 'refund_unknown'
  const paymentAfter = isFact ? applyToPayment(payment, before, event) : payment
  const status = refundStatusOf(after)
  return {
    payment: paymentAfter,
    refund: after,
    recorded: isFact ? event : undefined,
    transfers: isFact ? transfersOf(payment, after, event) : [],
    exceptions: exceptionsOf(before, after, event),
    resolved: isInDoubt(before, event) && after.waiting === undefined ? ['outcome_unknown'] : [],
    statusChangedTo: statusOf(paymentAfter) === statusOf(payment) ? undefined : statusOf(paymentAfter),
    refundStatusChangedTo: isNew || status !== refundStatusOf(before) ? status : undefined,
  }
}

const transfersOf = (payment: Payment, refund: Refund, event: RefundEvent): readonly Transfer[] => {
  const { merchantId, booked } = refund
  const source = sourceOf(payment)
  switch (event.name) {
    case 'refund_asked':
      return postings.refundAsked(merchantId, source, booked)
    case 'refund_accepted':
      return postings.refundAccepted(merchantId, source, booked, refund.settlement ?? booked)
    case 'refund_refused':
    case 'refund_cancelled':
      return postings.refundUndone(merchantId, source, booked)
    default:
      return []
  }
}

const hourMs = 3_600_000

/** Whether a person must look, or has been told to: the outcome was unknown for an hour. */
const isInDoubt = ({ waiting }: Refund, { at }: RefundEvent): boolean =>
  waiting !== undefined && at.getTime() - waiting.since.getTime() >= hourMs

const exceptionsOf = (before: Refund, after: Refund, event: RefundEvent): readonly PaymentException[] => {
  if (event.name === 'refund_asked') return []
  if (refundMoveOf(before, event.name) === 'open_contradiction') {
    return [
      {
        kind: 'contradiction',
        detail: `refund ${before.refundId} is ${refundStatusOf(before)}, and ${event.name} was heard`,
      },
    ]
  }
  if (after.accepted && !before.accepted && after.settlement === undefined) {
    const told = event.name === 'refund_accepted' && event.settlement ? formatMoney(event.settlement) : 'nothing'
    const detail = `for refund ${after.refundId} Alipay+ takes ${told}; ${formatMoney(after.booked)} is booked`
    return [{ kind: 'refund_unpriced', detail }]
  }
  if (after.refusedBecause !== undefined && before.refusedBecause === undefined && after.askedBy === 'late_success') {
    const detail = `${formatMoney(after.amount)} did not go back: refund ${after.refundId} was refused, ${after.refusedBecause}`
    return [{ kind: 'late_success_kept', detail }]
  }
  if (event.name === 'refund_unknown' && isInDoubt(before, event)) {
    const since = before.waiting?.since.toISOString()
    const detail = `refund ${before.refundId} has had no clear answer since ${since}: ${event.because}`
    return [{ kind: 'outcome_unknown', detail }]
  }
  return []
}
