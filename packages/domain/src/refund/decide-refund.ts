import { assert, type Said } from '../kernel/index.ts'
import { type Account, postings, type Transfer } from '../ledger/index.ts'
import { formatMoney, money } from '../money/index.ts'
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
export const decideRefund = (payment: Payment, refund: Refund | undefined, heard: RefundEvent): RefundDecision => {
  const event = understood(payment, refund, heard)
  const before = refund ?? newRefund(payment, event)
  const isNew = refund === undefined
  assert(
    isNew === (event.name === 'refund_asked'),
    `refund ${event.refundId} was ${isNew ? 'not ' : ''}asked for before ${event.name}`,
  )
  const after = isNew ? before : applyToRefund(before, event)
  const isFact = isNew || (after !== before && isFactual(before, event))
  const paymentAfter = isFact ? applyToPayment(payment, before, event) : payment
  const status = refundStatusOf(after)
  return {
    payment: paymentAfter,
    refund: after,
    recorded: isFact ? event : undefined,
    transfers: isFact ? transfersOf(payment, after, event) : [],
    exceptions: exceptionsOf(before, after, event, heard),
    resolved: resolvedBy(before, after, event),
    statusChangedTo: statusOf(paymentAfter) === statusOf(payment) ? undefined : statusOf(paymentAfter),
    refundStatusChangedTo: isNew || status !== refundStatusOf(before) ? status : undefined,
  }
}

/**
 * A refund that went back may be told again, now with what is taken for it: another fact. A settlement amount in another
 * currency than the merchant settles in is none for the books.
 */
const understood = (payment: Payment, refund: Refund | undefined, heard: RefundEvent): RefundEvent => {
  if (heard.name !== 'refund_accepted') return heard
  const { settlement: told, ...accepted } = heard
  const settlement = told?.currency === payment.settlementCurrency ? told : undefined
  if (refund?.accepted !== true) return settlement === undefined ? accepted : heard
  const { at, refundId } = heard
  if (refund.settlement !== undefined) return heard
  return settlement === undefined
    ? { name: 'refund_unknown', at, refundId, because: 'no settlement amount' }
    : { name: 'refund_priced', at, refundId, settlement }
}

/** Whether what became of a refund is a fact, and not only the next call. */
const isFactual = (before: Refund, event: RefundEvent): boolean =>
  event.name === 'refund_asked' || !['ask_again', 'open_contradiction'].includes(refundMoveOf(before, event.name))

/**
 * Who bears what a refund takes beyond its booking: what is available, even before the payment is settled. What is pending for a
 * payment stays what was booked of it, so that settling it leaves nothing behind.
 */
const bearerOf = (payment: Payment): Account => (payment.captured ? 'available' : sourceOf(payment))

/** What is posted of our fee with a refund that went back. */
const feeReturnedOf = ({ merchantId, feeReturned }: Refund): readonly Transfer[] =>
  feeReturned === undefined ? [] : postings.feeReturned(merchantId, feeReturned)

const transfersOf = (payment: Payment, refund: Refund, event: RefundEvent): readonly Transfer[] => {
  const { merchantId, booked, unpriced, settlement } = refund
  const source = sourceOf(payment)
  if (unpriced) return unpricedTransfersOf(payment, refund, event)
  switch (event.name) {
    case 'refund_asked':
      return postings.refundAsked(merchantId, source, booked)
    case 'refund_accepted':
      return [
        ...postings.refundAccepted(merchantId, bearerOf(payment), booked, settlement ?? booked),
        ...feeReturnedOf(refund),
      ]
    case 'refund_priced':
      return postings.refundPriced(merchantId, bearerOf(payment), booked, event.settlement)
    case 'refund_refused':
    case 'refund_cancelled':
      return postings.refundUndone(merchantId, source, booked)
    default:
      return []
  }
}

/** What is booked of a refund that was asked for before its payment had a price: in the payment's currency, aside. */
const unpricedTransfersOf = (payment: Payment, refund: Refund, event: RefundEvent): readonly Transfer[] => {
  const { merchantId, booked, settlement } = refund
  const aside = payment.captured ? 'suspense_unpriced' : 'late_success'
  switch (event.name) {
    case 'refund_asked':
      return postings.refundAsked(merchantId, aside, booked)
    case 'refund_accepted':
      return [
        ...postings.refundAcceptedUnpriced(merchantId, sourceOf(payment), booked, settlement),
        ...feeReturnedOf(refund),
      ]
    case 'refund_fee_fixed':
      return refund.accepted ? feeReturnedOf(refund) : []
    case 'refund_priced':
      return postings.refundPriced(
        merchantId,
        sourceOf(payment),
        money(event.settlement.currency, 0n),
        event.settlement,
      )
    case 'refund_refused':
    case 'refund_cancelled': {
      const isPriced = payment.network.settlementAmount !== undefined
      return postings.refundUndone(merchantId, isPriced ? 'receivable_unpriced' : aside, booked)
    }
    default:
      return []
  }
}

const hourMs = 3_600_000

/** Whether a person must look, or has been told to: the outcome was unknown for an hour. */
const isInDoubt = ({ waiting }: Refund, { at }: RefundEvent): boolean =>
  waiting !== undefined && at.getTime() - waiting.since.getTime() >= hourMs

/** What a person is told of a refund that went back at a price that nobody knows: whether anything is booked meanwhile. */
const unpricedKindOf = ({ unpriced }: Refund) => (unpriced ? 'refund_unbooked' : 'refund_unpriced')

/** What was not known for an hour and is known now. */
const resolvedBy = (before: Refund, after: Refund, event: RefundEvent): readonly ExceptionKind[] => {
  if (event.name === 'refund_priced') return [unpricedKindOf(after)]
  const isDecided = refundStatusOf(after) !== refundStatusOf(before)
  return isDecided && isInDoubt(before, event) ? ['outcome_unknown'] : []
}

const exceptionsOf = (
  before: Refund,
  after: Refund,
  event: RefundEvent,
  heard: RefundEvent,
): readonly PaymentException[] => {
  if (event.name === 'refund_asked') return []
  if (refundMoveOf(before, event.name) === 'open_contradiction') {
    return [
      {
        kind: 'contradiction',
        detail: `refund ${before.refundId} is ${refundStatusOf(before)}, and ${event.name} was heard`,
      },
    ]
  }
  const told = heard.name === 'refund_accepted' ? heard.settlement : undefined
  const isUnusable = told !== undefined && !before.accepted && after.settlement === undefined
  if (after.accepted && (isUnusable || (event.name === 'refund_unknown' && isInDoubt(before, event)))) {
    const booked = formatMoney(after.booked)
    const detail: Said =
      told === undefined
        ? `for refund ${after.refundId} Alipay+ has not said what it takes; ${booked} is booked`
        : `for refund ${after.refundId} Alipay+ takes ${formatMoney(told)}; ${booked} is booked`
    return [{ kind: unpricedKindOf(after), detail: after.unpriced ? `${detail} aside` : detail }]
  }
  if (after.refusedBecause !== undefined && before.refusedBecause === undefined && after.askedBy === 'late_success') {
    const [amount, { refundId, refusedBecause }] = [formatMoney(after.amount), after]
    const detail: Said = `${amount} did not go back: refund ${refundId} was refused, ${refusedBecause}`
    return [{ kind: 'late_success_kept', detail }]
  }
  if (event.name === 'refund_unknown' && isInDoubt(before, event)) {
    const since = before.waiting?.since.toISOString()
    const detail: Said = `refund ${before.refundId} has had no clear answer since ${since}: ${event.because}`
    return [{ kind: 'outcome_unknown', detail }]
  }
  return []
}
