import type { Said } from '../kernel/index.ts'
import { postings, type Transfer } from '../ledger/index.ts'
import type { ContractVersion } from '../merchant/index.ts'
import { formatMoney, money, sameMoney } from '../money/index.ts'
import { apply, moveOf, settlementIn } from './apply.ts'
import type { PaymentEvent } from './event.ts'
import type { ExceptionKind, PaymentException } from './exception.ts'
import type { Payment } from './facts.ts'
import { type Move, positionOf } from './payment-table.ts'
import { type PaymentStatus, statusOf } from './status.ts'
import {
  absentForSureAt,
  begin,
  isBudgetSpent,
  isSurelyAbsent,
  needsPerson,
  noLaterThan,
  tryAgain,
  type Waiting,
  waitForConsumer,
  waitForItsEnd,
} from './waiting.ts'

/** What follows from an event. Saved together, or not at all. */
export type Decision = {
  readonly payment: Payment
  /** The event as it was recorded, when it changed the facts; a budget that is spent is recorded as `given_up`. */
  readonly recorded: PaymentEvent | undefined
  readonly transfers: readonly Transfer[]
  readonly exceptions: readonly PaymentException[]
  /** Exceptions that were about not knowing, and end with it. */
  readonly resolved: readonly ExceptionKind[]
  readonly statusChangedTo: PaymentStatus | undefined
}

/** Decides what an event makes of a payment. Pure: the time came in with the event. */
export const decide = (payment: Payment, event: PaymentEvent, contracts: readonly ContractVersion[]): Decision => {
  if (saysAnotherAmount(payment, event)) return amountDiffers(payment, event, contracts)
  const heard = afterPatience(payment, event)
  const move = moveOf(payment, heard)
  const after = apply(payment, heard, contracts, move)
  const waiting = nextStep(payment, after, heard, move)
  return {
    payment: { ...after, waiting },
    recorded: after === payment ? undefined : heard,
    transfers: transfersOf(payment, after),
    exceptions: exceptionsOf(payment, after, heard, move, waiting),
    resolved: resolvedBy(payment, waiting, heard),
    statusChangedTo: statusOf(after) === statusOf(payment) ? undefined : statusOf(after),
  }
}

/** A question without a yes or no becomes an event of its own once its budget is spent or the order is surely absent. */
const afterPatience = (payment: Payment, event: PaymentEvent): PaymentEvent => {
  const { waiting } = payment
  if (waiting === undefined || moveOf(payment, event) !== 'ask_again') return event
  const { at, source } = event
  const isDead = positionOf(payment) === 'dead'
  const endsByAbsence = waiting.step === 'cancel' || (waiting.step === 'time_up' && isDead)
  if (event.name === 'order_not_found' && endsByAbsence && isSurelyAbsent(payment.expiresAt, at)) {
    return { name: 'closed', at, source }
  }
  return waiting.step === 'time_up' && !isDead && isBudgetSpent(waiting, at) ? { name: 'given_up', at, source } : event
}

const isUnpriced = ({ captured, lateSuccess, network }: Payment): boolean =>
  (captured || lateSuccess) && network.settlementAmount === undefined

const isAtRest = (payment: Payment): boolean =>
  (payment.captured || payment.closed || payment.refused !== undefined) && !isUnpriced(payment)

/**
 * Whether a success is not about what we ordered: it names another amount, or, where it would be booked, none that can be
 * read. A dead or closing payment books nothing before Alipay+ has confirmed it, so there an amount may be missing.
 */
const saysAnotherAmount = (payment: Payment, event: PaymentEvent): event is Success => {
  if (event.name !== 'success_announced' && event.name !== 'success_confirmed') return false
  if (event.amount !== undefined) return !sameMoney(event.amount, payment.amount)
  return !['dead', 'closing'].includes(positionOf(payment))
}

type Success = PaymentEvent & { readonly name: 'success_announced' | 'success_confirmed' }

const nextStep = (before: Payment, after: Payment, event: PaymentEvent, move: Move): Waiting | undefined => {
  const { at } = event
  switch (move) {
    case 'redirect':
      return waitForConsumer(at, after.expiresAt, at)
    case 'capture':
      return isAtRest(after) ? undefined : begin('price', at)
    case 'begin_closing':
      return begin('cancel', at)
    case 'pass_cancel_window':
      return begin('past_cancel_window', at)
    case 'refuse':
    case 'close':
      return afterDeath(after, event)
    case 'ask_whether_true':
      return after.lateSuccess || isAsking(before) ? before.waiting : begin('success_heard', at)
    case 'late_success':
      return isUnpriced(after) ? (before.lateSuccess ? askAgain(before, event) : begin('price', at)) : undefined
    case 'ask_again':
      return askAgain(before, event)
    default:
      return unlessAnswered(before, after, event)
  }
}

/** A payment that has died rests, unless a success was heard for it or its order may stand all the same. */
const afterDeath = ({ successHeard, expiresAt }: Payment, event: PaymentEvent): Waiting | undefined => {
  if (successHeard) return begin('success_heard', event.at)
  return event.name === 'refused' && event.orderMayExist ? waitForItsEnd(expiresAt, event.at) : undefined
}

/** Whether a dead payment is asked about already, and not only once its time is up. */
const isAsking = ({ waiting }: Payment): boolean => waiting !== undefined && waiting.step !== 'time_up'

/** An answer to the very question we were asking ends the question, even when it says nothing new. */
const unlessAnswered = (before: Payment, after: Payment, event: PaymentEvent): Waiting | undefined => {
  const { waiting } = before
  if (waiting === undefined) return undefined
  if (waiting.step === 'price' && isAtRest(after)) return undefined
  if (event.source !== 'inquiry') return waiting
  return isAtRest(after) ? undefined : tryAgain(waiting, event.at)
}

const askAgain = (payment: Payment, { at, source }: PaymentEvent): Waiting | undefined => {
  const { waiting } = payment
  if (waiting === undefined || source === 'notification') return waiting
  switch (waiting.step) {
    case 'consumer':
      return waitForConsumer(waiting.since, payment.expiresAt, at)
    case 'doubted_message':
      return resume(payment, at)
    case 'cancel':
      return noLaterThan(tryAgain(waiting, at), absentForSureAt(payment.expiresAt), at)
    default:
      return tryAgain(waiting, at)
  }
}

/** After the one question about a doubted message, the payment waits for what it waited for before. */
const resume = (payment: Payment, at: Date): Waiting | undefined =>
  isAtRest(payment) ? undefined : waitForConsumer(payment.createdAt, payment.expiresAt, at)

/**
 * A genuine message with another amount: nothing is booked and a person is told. An announcement is asked about once; what
 * an inquiry says is no answer to what we asked. A payment that is closing remembers that a success was heard.
 */
const amountDiffers = (payment: Payment, event: Success, contracts: readonly ContractVersion[]): Decision => {
  const named = event.amount === undefined ? 'no amount that can be read' : formatMoney(event.amount)
  const told: PaymentException = {
    kind: 'amount_differs',
    detail: `the ${event.source} says ${named}, the order is ${formatMoney(payment.amount)}`,
  }
  const { at, source } = event
  if (source === 'inquiry') {
    const decision = decide(payment, { name: 'outcome_unknown', at, source, because: 'amount_differs' }, contracts)
    return { ...decision, exceptions: [told, ...decision.exceptions] }
  }
  if (positionOf(payment) === 'closing') {
    const { amount: _another, network: _its, ...announced } = event
    const decision = decide(payment, { ...announced, name: 'success_announced' }, contracts)
    return { ...decision, exceptions: [told, ...decision.exceptions] }
  }
  const { waiting } = payment
  const isFree = waiting === undefined || waiting.step === 'consumer'
  return {
    payment: { ...payment, waiting: isFree ? begin('doubted_message', at) : waiting },
    recorded: undefined,
    transfers: [],
    exceptions: [told],
    resolved: [],
    statusChangedTo: undefined,
  }
}

const transfersOf = (before: Payment, after: Payment): readonly Transfer[] => {
  const { merchantId, amount } = after
  const settlement = after.network.settlementAmount
  const unrefunded = money(amount.currency, amount.minor - after.refundedMinor - after.refundingMinor)
  if (after.captured && !before.captured) {
    return settlement === undefined
      ? postings.capturedUnpriced(merchantId, amount)
      : postings.captured(merchantId, settlement)
  }
  if (before.captured && before.network.settlementAmount === undefined && settlement !== undefined) {
    return postings.priced(merchantId, unrefunded, settlement)
  }
  if (after.settled && !before.settled && settlement !== undefined && after.fee !== undefined) {
    const kept = { ...settlement, minor: settlement.minor - after.refundBookedMinor }
    return postings.settled(merchantId, kept, after.fee)
  }
  if (after.lateSuccess && !before.lateSuccess) return postings.lateSuccess(merchantId, amount, settlement)
  if (before.lateSuccess && before.network.settlementAmount === undefined && settlement !== undefined) {
    return postings.lateSuccessPriced(merchantId, unrefunded, settlement)
  }
  return []
}

const resolvedBy = (before: Payment, waiting: Waiting | undefined, { at }: PaymentEvent): readonly ExceptionKind[] => {
  const wasInDoubt = before.waiting !== undefined && needsPerson(before.waiting, at)
  return wasInDoubt && waiting === undefined ? ['outcome_unknown', 'unpriced'] : []
}

const exceptionsOf = (
  before: Payment,
  after: Payment,
  event: PaymentEvent,
  move: Move,
  waiting: Waiting | undefined,
): readonly PaymentException[] => {
  if (after.lateSuccess && !before.lateSuccess) {
    return [
      { kind: 'late_success', detail: `${formatMoney(after.amount)} paid after the payment was ${statusOf(before)}` },
    ]
  }
  if ('network' in event && event.network?.settlementAmount && settlementIn(before, event) === undefined) {
    const told = formatMoney(event.network.settlementAmount)
    const detail: Said = `the ${event.source} says ${told}; the payment settles in ${before.settlementCurrency}`
    return [{ kind: 'settlement_currency_differs', detail }]
  }
  const told = settlementIn(before, event)
  const known = before.network.settlementAmount
  if (told !== undefined && known !== undefined && !sameMoney(told, known)) {
    const detail: Said = `the ${event.source} says ${formatMoney(told)}; ${formatMoney(known)} was said before, and is booked`
    return [{ kind: 'settlement_amount_differs', detail }]
  }
  if (move === 'open_contradiction') {
    return [{ kind: 'contradiction', detail: `captured, and the ${event.source} says ${event.name}` }]
  }
  if (waiting?.step === 'price' && event.source === 'inquiry' && needsPerson(waiting, event.at)) {
    const detail: Said = `Alipay+ has named no settlement amount since ${waiting.since.toISOString()}`
    return [{ kind: 'unpriced', detail }]
  }
  if (move === 'ask_again' && waiting !== undefined && waiting.step !== 'consumer' && needsPerson(waiting, event.at)) {
    return [
      {
        kind: 'outcome_unknown',
        detail: `the ${event.source} has had no clear answer since ${waiting.since.toISOString()}`,
      },
    ]
  }
  return []
}
