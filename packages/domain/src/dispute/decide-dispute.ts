import { assert, type Said } from '../kernel/index.ts'
import { postings, type Transfer } from '../ledger/index.ts'
import { formatMoney, money } from '../money/index.ts'
import type { ExceptionKind, Payment, PaymentException } from '../payment/index.ts'
import { sourceOf } from '../refund/index.ts'
import { applyDisputeToPayment, applyToDispute, countsOf, newDispute } from './apply-dispute.ts'
import { type Dispute, type DisputeStatus, disputePositionOf, disputeStatusOf } from './dispute.ts'
import { disputeMoveOf } from './dispute-table.ts'
import type { DisputeEvent } from './event.ts'

/** What follows from an event about a dispute: for the dispute and for its payment. Saved together, or not at all. */
export type DisputeDecision = {
  readonly payment: Payment
  readonly dispute: Dispute
  /** The event, when it changed the facts. */
  readonly recorded: DisputeEvent | undefined
  readonly transfers: readonly Transfer[]
  readonly exceptions: readonly PaymentException[]
  /** Exceptions that were about a dispute under way, and end with it. */
  readonly resolved: readonly ExceptionKind[]
  /** A dispute changes what can be refunded, never the status of its payment. */
  readonly statusChangedTo: undefined
  readonly disputeStatusChangedTo: DisputeStatus | undefined
}

const isTry = ({ name }: DisputeEvent): boolean => name === 'dispute_answer_unknown' || name === 'dispute_overdue'

/** Decides what an event makes of a dispute that stands (undefined when it is opened) and of its payment. Pure. */
export const decideDispute = (payment: Payment, dispute: Dispute | undefined, event: DisputeEvent): DisputeDecision => {
  const isNew = dispute === undefined
  assert(
    isNew === (event.name === 'dispute_opened'),
    `dispute ${event.disputeId} was ${isNew ? 'not ' : ''}opened before ${event.name}`,
  )
  const before = dispute ?? newDispute(payment, event)
  const next = isNew ? before : applyToDispute(before, event, payment)
  const isFact = isNew || (next !== before && !isTry(event))
  const status = disputeStatusOf(next)
  return {
    payment: isFact ? applyDisputeToPayment(payment, dispute, next) : payment,
    dispute: next,
    recorded: isFact ? event : undefined,
    transfers: isFact ? transfersOf(payment, dispute, next) : [],
    exceptions: exceptionsOf(payment, before, next, event),
    resolved: isClear(before, next, event) ? ['dispute_stuck'] : [],
    statusChangedTo: undefined,
    disputeStatusChangedTo: isNew || status !== disputeStatusOf(before) ? status : undefined,
  }
}

/** Whether there is nothing more to look at for a person, for now. */
const isClear = (before: Dispute, next: Dispute, event: DisputeEvent): boolean =>
  next !== before && ((isEnded(next) && !isEnded(before)) || event.name === 'dispute_answer_taken')

const isEnded = ({ outcome }: Dispute): boolean => outcome !== undefined

const transfersOf = (payment: Payment, before: Dispute | undefined, next: Dispute): readonly Transfer[] => {
  const more = countsOf(next).booked - countsOf(before).booked
  const { merchantId, booked } = next
  if (more > 0n) return postings.disputeLost(merchantId, sourceOf(payment), money(booked.currency, more))
  return postings.disputeGivenBack(merchantId, sourceOf(payment), money(booked.currency, -more))
}

const hourMs = 3_600_000

const exceptionsOf = (
  payment: Payment,
  before: Dispute,
  next: Dispute,
  event: DisputeEvent,
): readonly PaymentException[] => {
  const { disputeId } = next
  if (event.name === 'dispute_opened') {
    return next.kind === 'escalation' && next.held.minor < next.amount.minor ? [exceeds(next, next.held.minor)] : []
  }
  const move = disputeMoveOf(before, event.name)
  if (move === 'open_contradiction') {
    const detail: Said = `dispute ${disputeId} is ${disputePositionOf(before)}, and ${event.name} was heard`
    return [{ kind: 'contradiction', detail }]
  }
  if (move === 'tell_person' && next.kind === 'escalation') {
    const detail: Said =
      event.name === 'dispute_answer_refused'
        ? `dispute ${disputeId}: Alipay+ refused our answer, ${event.because}`
        : `dispute ${disputeId}: Alipay+ has not decided it`
    return [{ kind: 'dispute_stuck', detail }]
  }
  if (event.name === 'dispute_answer_unknown' && before.waiting !== undefined) {
    const sinceMs = event.at.getTime() - before.waiting.since.getTime()
    const detail: Said = `dispute ${disputeId}: no clear answer since ${before.waiting.since.toISOString()}: ${event.because}`
    return move === 'ask_again' && sinceMs >= hourMs ? [{ kind: 'dispute_stuck', detail }] : []
  }
  const isLost = disputePositionOf(next) === 'lost' && !isEnded(before) && next.kind === 'escalation'
  return isLost ? exceptionsOfLoss(payment, next, event) : []
}

const exceptionsOfLoss = (payment: Payment, dispute: Dispute, event: DisputeEvent): readonly PaymentException[] => {
  const { taken, amount, disputeId } = dispute
  const judged = event.name === 'dispute_lost' && event.amount !== undefined ? event.amount : amount
  const detail: Said = `dispute ${disputeId} took ${formatMoney(taken)}, and nothing is booked: there is no settlement amount yet`
  return [
    ...(taken.minor < judged.minor ? [exceeds({ ...dispute, amount: judged }, taken.minor)] : []),
    ...(taken.minor > 0n && payment.network.settlementAmount === undefined
      ? [{ kind: 'dispute_unpriced' as const, detail }]
      : []),
  ]
}

const exceeds = ({ disputeId, amount }: Dispute, leftMinor: bigint): PaymentException => {
  const [claimed, left] = [formatMoney(amount), formatMoney(money(amount.currency, leftMinor))]
  const detail: Said = `dispute ${disputeId} claims ${claimed}, and only ${left} of the payment is neither refunded nor disputed`
  return { kind: 'dispute_exceeds_payment', detail }
}
