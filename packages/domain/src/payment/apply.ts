import { type ContractVersion, contractAt, feeOf } from '../merchant/index.ts'
import { proportion } from '../money/index.ts'
import { walletIdOf } from '../product/index.ts'
import type { PaymentEvent } from './event.ts'
import type { NetworkFacts, Payment } from './facts.ts'
import { type Move, type Position, paymentTable, positionOf } from './payment-table.ts'
import { statusOf } from './status.ts'

/** What an event leads to where the payment stands, with the step in force taken into account only by `decide`. */
export const moveOf = (payment: Payment, event: PaymentEvent): Move =>
  (paymentTable[positionOf(payment)] as Record<PaymentEvent['name'], Move>)[event.name]

/** What a message says of a settlement amount that the books can take: one in the merchant's settlement currency. */
export const settlementIn = (payment: Payment, event: PaymentEvent): NetworkFacts['settlementAmount'] => {
  const settlement = 'network' in event ? event.network?.settlementAmount : undefined
  return settlement?.currency === payment.settlementCurrency ? settlement : undefined
}

/** Keeps each thing Alipay+ told us from the first message that has it. */
const learn = (payment: Payment, event: PaymentEvent): NetworkFacts => {
  if (!('network' in event) || event.network === undefined) return payment.network
  const { settlementAmount: _unchecked, ...told } = event.network
  const settlementAmount = settlementIn(payment, event)
  return { ...told, ...(settlementAmount === undefined ? {} : { settlementAmount }), ...payment.network }
}

const priced = (payment: Payment, contracts: readonly ContractVersion[], at: Date): Payment => {
  const settlement = payment.network.settlementAmount
  if (settlement === undefined || payment.fee !== undefined || !payment.captured) return payment
  const refunds = payment.refundedMinor + payment.refundingMinor
  return {
    ...payment,
    fee: feeOf(contractAt(contracts, payment.capturedAt ?? at), settlement, walletIdOf(payment.network)),
    refundBookedMinor: proportion(settlement, refunds, payment.amount.minor).minor,
  }
}

const withFact = (
  payment: Payment,
  event: PaymentEvent,
  move: Move,
  contracts: readonly ContractVersion[],
): Payment => {
  const network = learn(payment, event)
  switch (move) {
    case 'redirect':
      return event.name === 'order_placed' ? { ...payment, network, redirectUrl: event.redirectUrl } : payment
    case 'capture':
      return priced({ ...payment, network, captured: true, capturedAt: event.at }, contracts, event.at)
    case 'refuse':
      return event.name === 'refused' ? { ...payment, refused: event.code, refusedBecause: event.because } : payment
    case 'close':
      return { ...payment, closed: true }
    case 'begin_closing':
      return { ...payment, closing: true }
    case 'pass_cancel_window':
      return { ...payment, cancelWindowPassed: true }
    case 'settle':
      return payment.settled || payment.network.settlementAmount === undefined ? payment : { ...payment, settled: true }
    case 'remember_success':
    case 'ask_whether_true':
      return payment.successHeard ? payment : { ...payment, network, successHeard: true }
    case 'late_success':
      return payment.lateSuccess ? payment : { ...payment, network, lateSuccess: true }
    default:
      return payment
  }
}

/** A success for a captured payment may still bring the price it lacked. */
const bringsPrice = (payment: Payment, event: PaymentEvent, position: Position): boolean =>
  (position === 'captured' || payment.lateSuccess) &&
  payment.network.settlementAmount === undefined &&
  settlementIn(payment, event) !== undefined

/**
 * What the facts are after an event: the one function that live decisions and replays share. Returns the very same
 * object when the event adds nothing, so that hearing the same thing twice changes nothing.
 */
export const apply = (
  payment: Payment,
  event: PaymentEvent,
  contracts: readonly ContractVersion[],
  move: Move = moveOf(payment, event),
): Payment => {
  const after = bringsPrice(payment, event, positionOf(payment))
    ? priced({ ...payment, network: learn(payment, event) }, contracts, event.at)
    : withFact(payment, event, move, contracts)
  if (after === payment) return payment
  const statusChanged = statusOf(after) !== statusOf(payment)
  return { ...after, version: payment.version + 1, statusChangedAt: statusChanged ? event.at : payment.statusChangedAt }
}
