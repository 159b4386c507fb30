import { assert } from '../kernel/index.ts'
import { type Money, money } from '../money/index.ts'
import type { Payment } from '../payment/index.ts'
import { bookedFor, refundableOf } from '../refund/index.ts'
import { type Dispute, type DisputeKind, disputePositionOf, disputeStatusOf } from './dispute.ts'
import { disputeMoveOf } from './dispute-table.ts'
import type { DisputeEvent } from './event.ts'

const dayMs = 24 * 3_600_000
/**
 * The merchant's time: a day less than Alipay+ gives, so that the answer in its stead is in time. Source: 20 days for
 * retrievals; 10 for escalations, after Antom's, since Alipay+ publishes none.
 */
const answerDays: Readonly<Record<DisputeKind, number>> = { retrieval: 19, escalation: 9 }
/** How long a defended claim may stay undecided before a person is told, and told again. */
const judgementDays = 30
const firstWaitMs = 4_000
const longestWaitMs = 3_600_000

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms)

/** A dispute as it is when it was just opened. */
export const newDispute = (payment: Payment, event: DisputeEvent): Dispute => {
  assert(event.name === 'dispute_opened', `a dispute begins by being opened, not by ${event.name}`)
  const { disputeId, requestId, kind, amount, reason, at } = event
  const claimed = kind === 'escalation' ? least(amount.minor, refundableOf(payment).minor) : 0n
  const answerBy = after(at, answerDays[kind] * dayMs)
  return {
    merchantId: payment.merchantId,
    paymentId: payment.paymentId,
    disputeId,
    requestId,
    kind,
    amount,
    held: money(amount.currency, claimed),
    reason,
    files: [],
    openedAt: at,
    statusChangedAt: at,
    answerBy,
    answer: undefined,
    delivered: false,
    outcome: undefined,
    reversed: false,
    taken: money(amount.currency, 0n),
    booked: money(payment.settlementCurrency, 0n),
    waiting: { dueAt: answerBy, since: at },
  }
}

/** What Alipay+ can take of a claim: never what was refunded, is on its way back, or is another dispute's. */
const takenBy = (dispute: Dispute, payment: Payment, judged: Money | undefined): Pick<Dispute, 'taken' | 'booked'> => {
  const { kind, amount, held, booked } = dispute
  const claimed = judged?.currency === amount.currency ? judged.minor : amount.minor
  const minor = kind === 'escalation' ? least(claimed, refundableOf(payment).minor + held.minor) : 0n
  const taken = money(amount.currency, minor)
  const settlement = payment.network.settlementAmount
  return { taken, booked: settlement === undefined || minor === 0n ? booked : bookedFor(payment, taken, settlement) }
}

const lost = (dispute: Dispute, payment: Payment, judged?: Money): Dispute => ({
  ...dispute,
  ...takenBy(dispute, payment, judged),
  outcome: 'lost',
  waiting: undefined,
})

/** Alipay+ has the answer: a question is closed by it, a claim that nobody defends is lost, another one is judged. */
const delivered = (dispute: Dispute, payment: Payment, at: Date): Dispute => {
  const told = { ...dispute, delivered: true }
  if (dispute.kind === 'retrieval') return { ...told, outcome: 'won', waiting: undefined }
  // We gave in to what was held, and to no more.
  return dispute.answer === 'defended' ? judging(told, at) : lost(told, payment, dispute.held)
}

const judging = (dispute: Dispute, at: Date): Dispute => ({
  ...dispute,
  delivered: true,
  waiting: { dueAt: after(at, judgementDays * dayMs), since: at },
})

/** The same call again: soon at first, then after half of the time that has passed, at most an hour. */
const tryAgain = (dispute: Dispute, at: Date): Dispute => {
  const since = dispute.waiting?.since ?? at
  const elapsedMs = at.getTime() - since.getTime()
  const waitMs = Math.min(Math.max(firstWaitMs, Math.floor(elapsedMs / 2)), longestWaitMs)
  return { ...dispute, waiting: { since, dueAt: after(at, waitMs) } }
}

const withFact = (dispute: Dispute, event: DisputeEvent, payment: Payment): Dispute => {
  if (event.name === 'dispute_opened') return dispute
  const { at } = event
  switch (disputeMoveOf(dispute, event.name)) {
    case 'add_file':
      return event.name === 'dispute_file_added' ? { ...dispute, files: [...dispute.files, event.file] } : dispute
    case 'answer':
      return event.name === 'dispute_answered'
        ? { ...dispute, answer: event.answer, waiting: { dueAt: at, since: at } }
        : dispute
    case 'deliver':
      return delivered(dispute, payment, at)
    case 'tell_person':
      return dispute.kind === 'retrieval' ? lost(dispute, payment) : judging(dispute, at)
    case 'ask_again':
      return tryAgain(dispute, at)
    case 'win':
      return { ...dispute, outcome: 'won', waiting: undefined }
    case 'lose':
      return lost(dispute, payment, event.name === 'dispute_lost' ? event.amount : undefined)
    case 'withdraw':
      return { ...dispute, outcome: 'withdrawn', waiting: undefined }
    case 'give_back':
      return { ...dispute, reversed: true }
    default:
      return dispute
  }
}

/** What a dispute of a payment is after an event; the very same object when the event adds nothing. */
export const applyToDispute = (dispute: Dispute, event: DisputeEvent, payment: Payment): Dispute => {
  const next = withFact(dispute, event, payment)
  if (next === dispute || disputeStatusOf(next) === disputeStatusOf(dispute)) return next
  return { ...next, statusChangedAt: event.at }
}

/** What a dispute counts for in its payment: held while it is under way, taken once it is lost. */
export const countsOf = (dispute: Dispute | undefined) => {
  const position = dispute === undefined ? 'won' : disputePositionOf(dispute)
  const isUnderWay = position === 'open' || position === 'answering' || position === 'judging'
  return {
    held: dispute !== undefined && isUnderWay ? dispute.held.minor : 0n,
    taken: dispute !== undefined && position === 'lost' ? dispute.taken.minor : 0n,
    booked: dispute !== undefined && position === 'lost' ? dispute.booked.minor : 0n,
  }
}

/** What a payment is when one of its disputes became another; `before` is undefined for one that is new. */
export const applyDisputeToPayment = (payment: Payment, before: Dispute | undefined, next: Dispute): Payment => {
  const [was, is] = [countsOf(before), countsOf(next)]
  return {
    ...payment,
    version: payment.version + 1,
    disputingMinor: payment.disputingMinor + is.held - was.held,
    disputedMinor: payment.disputedMinor + is.taken - was.taken,
    refundBookedMinor: payment.refundBookedMinor + is.booked - was.booked,
  }
}
