import { ok, type Result, refuse } from '../kernel/index.ts'
import { contractAt, type Merchant } from '../merchant/index.ts'
import { formatMoney, type Money, money, proportion, sameMoney } from '../money/index.ts'
import type { Payment } from '../payment/index.ts'
import type { RefundEvent } from './event.ts'
import { type Refund, refundIdOf } from './refund.ts'

const dayMs = 24 * 3_600_000
/** How long Alipay+ gives money back. Source: refund window of 365 days from the payment. */
const windowMs = 365 * dayMs

/** Their ids have four digits to count them. */
const mostRefunds = 9_999

type Terms = Pick<Merchant, 'refundsNeedApproval' | 'refundsAfterPaid'>
type Contracts = Partial<Pick<Merchant, 'contracts'>>

/**
 * What of a payment can still be given back: what was captured, less what went back, is on its way back, was lost by a
 * dispute, or is claimed by one.
 */
export const refundableOf = (payment: Payment): Money => {
  const captured = payment.captured ? payment.amount.minor : 0n
  const { refundedMinor, refundingMinor, disputedMinor, disputingMinor } = payment
  return money(payment.amount.currency, captured - refundedMinor - refundingMinor - disputedMinor - disputingMinor)
}

/** Why nothing of a payment can be refunded now, in words for its merchant; undefined when something can. */
export const whyNotRefundable = (payment: Payment, terms: Terms, at: Date): string | undefined => {
  if (!payment.captured) return 'A payment can be refunded once it is captured.'
  if (terms.refundsAfterPaid && !payment.settled) return 'Your account refunds payments once they are paid.'
  if (payment.capturedAt !== undefined && at.getTime() - payment.capturedAt.getTime() > windowMs) {
    return 'The 365 days in which Alipay+ gives money back are over. Pay the consumer in another way.'
  }
  if (refundableOf(payment).minor === 0n && payment.disputingMinor > 0n) {
    return 'What is left of this payment is disputed. Answer the dispute: a refund beside it would pay twice.'
  }
  if (refundableOf(payment).minor === 0n) return 'All of this payment went back to the consumer, or is on its way back.'
  return undefined
}

/**
 * The part of the settlement amount that a refund or a lost claim takes: itself, where what was paid is settled; else at the
 * payment's rate, in steps that merchants can be shown. What gives back the rest takes the rest of the settlement, so that
 * all that leaves a payment adds up to it.
 */
export const bookedFor = (payment: Payment, amount: Money, settlement: Money): Money => {
  const live = payment.refundedMinor + payment.refundingMinor + payment.disputedMinor
  const left = settlement.minor - payment.refundBookedMinor
  if (live + amount.minor === payment.amount.minor) return money(settlement.currency, left)
  const isItself = sameMoney(settlement, payment.amount)
  const share = isItself ? amount : proportion(settlement, amount.minor, payment.amount.minor)
  return share.minor > left ? money(settlement.currency, left) : share
}

/** How a refund is booked while it is in flight; aside, in the payment's currency, where the payment has no price yet. */
const bookingOf = (payment: Payment, amount: Money): { booked: Money; unpriced?: true } => {
  const settlement = payment.network.settlementAmount
  return settlement === undefined
    ? { booked: amount, unpriced: true }
    : { booked: bookedFor(payment, amount, settlement) }
}

/**
 * What of our fee comes back with a refund: so much that all parts of a payment together get back its fee, to the last unit.
 * `before` is what comes back with its other refunds. By the contract that was in force when it was captured.
 */
const feeReturnedBy = (
  { fee, capturedAt, refundedMinor, refundingMinor, amount: whole }: Payment,
  { contracts = [] }: Contracts,
  amount: Money,
  before: bigint,
): { feeReturned?: Money } => {
  if (fee === undefined || capturedAt === undefined || contracts.length === 0) return {}
  if (contractAt(contracts, capturedAt).refundsFee !== true) return {}
  const share = proportion(fee, refundedMinor + refundingMinor + amount.minor, whole.minor).minor - before
  return share > 0n ? { feeReturned: money(fee.currency, share) } : {}
}

/**
 * Decides whether a merchant's wish to refund is one that we can ask Alipay+ for. `amount` undefined means all that is
 * left; `number` counts the payment's refunds, and `feesReturned` is what comes back of the fee with those that are not refused.
 */
export const askRefund = (
  payment: Payment,
  terms: Terms & Contracts,
  wish: {
    readonly amount: Money | undefined
    readonly number: number
    readonly at: Date
    readonly feesReturned?: bigint
  },
): Result<RefundEvent & { readonly name: 'refund_asked' }> => {
  const { at, number, feesReturned = 0n } = wish
  const reason = whyNotRefundable(payment, terms, at)
  if (reason !== undefined) return refuse({ error: 'PAYMENT_NOT_REFUNDABLE', message: reason })
  if (number > mostRefunds) {
    const message = `A payment has at most ${mostRefunds} refunds. Pay the consumer in another way.`
    return refuse({ error: 'PAYMENT_NOT_REFUNDABLE', message })
  }
  const refundable = refundableOf(payment)
  const amount = wish.amount ?? refundable
  if (amount.currency !== refundable.currency) {
    const message = `A refund is in the payment's currency: ${refundable.currency}.`
    return refuse({ error: 'INVALID_VALUE', propertyName: 'amountOfMoney.currencyCode', message })
  }
  if (amount.minor > refundable.minor) {
    const message = `At most ${formatMoney(refundable)} of this payment can be refunded.`
    return refuse({ error: 'REFUND_EXCEEDS_PAYMENT', propertyName: 'amountOfMoney.amount', message })
  }
  return ok({
    name: 'refund_asked',
    at,
    refundId: refundIdOf(payment.paymentId, number),
    askedBy: 'merchant',
    amount,
    ...bookingOf(payment, amount),
    ...feeReturnedBy(payment, terms, amount, feesReturned),
    needsApproval: terms.refundsNeedApproval,
  })
}

/**
 * The refund that gives a late success back: all of it, asked for by ourselves. Undefined for any other payment.
 */
export const refundOfLateSuccess = (
  payment: Payment,
  at: Date,
): (RefundEvent & { readonly name: 'refund_asked' }) | undefined => {
  if (!payment.lateSuccess || payment.refundingMinor + payment.refundedMinor > 0n) return undefined
  const refundId = refundIdOf(payment.paymentId, 1)
  return {
    name: 'refund_asked',
    at,
    refundId,
    askedBy: 'late_success',
    amount: payment.amount,
    ...bookingOf(payment, payment.amount),
    needsApproval: false,
  }
}

/**
 * What comes back of our fee with each refund that has none of it, as it was asked for before its payment had a price, and so a
 * fee; to be decided on in this order.
 */
export const feesFixedBy = (
  { fee, capturedAt, amount: whole }: Payment,
  { contracts = [] }: Contracts,
  refunds: readonly Refund[],
  at: Date,
): (RefundEvent & { readonly name: 'refund_fee_fixed' })[] => {
  if (fee === undefined || capturedAt === undefined || contracts.length === 0) return []
  if (contractAt(contracts, capturedAt).refundsFee !== true) return []
  const all = standing(refunds).reduce((sum, { amount }) => sum + amount.minor, 0n)
  let [gone, before] = [0n, 0n]
  // A refund that was asked for later may have brought back the parts of those before it already.
  let left = proportion(fee, all, whole.minor).minor - feesReturnedBy(refunds)
  return standing(refunds).flatMap(({ refundId, amount, feeReturned: known }) => {
    gone += amount.minor
    const share = proportion(fee, gone, whole.minor).minor - before
    before += share
    if (known !== undefined) return []
    const minor = left < share ? left : share
    if (minor <= 0n) return []
    left -= minor
    return [{ name: 'refund_fee_fixed', at, refundId, feeReturned: money(fee.currency, minor) }]
  })
}

const standing = (refunds: readonly Refund[]): readonly Refund[] =>
  refunds.filter(({ refusedBecause, cancelled }) => refusedBecause === undefined && !cancelled)

/** What comes back of a payment's fee with its refunds, but for those that Alipay+ or the merchant has refused. */
export const feesReturnedBy = (refunds: readonly Refund[]): bigint =>
  standing(refunds).reduce((sum, { feeReturned }) => sum + (feeReturned?.minor ?? 0n), 0n)
