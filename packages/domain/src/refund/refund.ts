import type { MerchantId, PaymentId } from '../kernel/index.ts'
import type { Money } from '../money/index.ts'

/** The payment's id with a negative effort: ten digits, ten digits, `000-1`, `00001`. Source: ids of refunds on Connect. */
export type RefundId = string

/** Who asked for a refund: the merchant, or we ourselves for a consumer who paid an order that is dead. */
export type RefundAskedBy = 'merchant' | 'late_success'

/** What we do next about a refund in flight: the same call until its outcome is known. */
export type RefundWaiting = { readonly dueAt: Date; readonly since: Date }

/** Everything that is true of one refund. Facts only grow; `waiting` is the next step that was written down. */
export type Refund = {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  readonly askedBy: RefundAskedBy
  /** In the payment's currency: what the consumer gets back. */
  readonly amount: Money
  /** In the settlement currency, at the payment's rate: what the merchant's balance is lower by while it is in flight. */
  readonly booked: Money
  /** Asked for before the payment had a settlement amount: `booked` is the amount itself, in the payment's currency. */
  readonly unpriced: boolean
  /** The share of our fee that comes back with it, in the settlement currency; undefined where none does. */
  readonly feeReturned: Money | undefined
  readonly createdAt: Date
  readonly statusChangedAt: Date
  readonly needsApproval: boolean
  readonly approved: boolean
  readonly accepted: boolean
  /** Why Alipay+ said no. */
  readonly refusedBecause: string | undefined
  readonly cancelled: boolean
  /** What Alipay+ takes back for it, by the refund's own answer. */
  readonly settlement: Money | undefined
  readonly alipayPlusRefundId: string | undefined
  readonly waiting: RefundWaiting | undefined
}

/** The statuses of refunds that a merchant sees. Source: numeric codes of Connect's refunds. */
export const refundStatuses = {
  PENDING_APPROVAL: { category: 'PENDING_MERCHANT', code: 600, event: 'refund.pending_approval' },
  REFUND_REQUESTED: { category: 'PENDING_CONNECT_OR_3RD_PARTY', code: 800, event: 'refund.refund_requested' },
  REFUNDED: { category: 'REFUNDED', code: 1800, event: 'refund.refunded' },
  REJECTED: { category: 'UNSUCCESSFUL', code: 1850, event: 'refund.rejected' },
  CANCELLED: { category: 'UNSUCCESSFUL', code: 99999, event: 'refund.cancelled' },
} as const

export type RefundStatus = keyof typeof refundStatuses

/** The status follows from the facts, in this order. */
export const refundStatusOf = (refund: Refund): RefundStatus => {
  if (refund.accepted) return 'REFUNDED'
  if (refund.refusedBecause !== undefined) return 'REJECTED'
  if (refund.cancelled) return 'CANCELLED'
  return refund.needsApproval && !refund.approved ? 'PENDING_APPROVAL' : 'REFUND_REQUESTED'
}

const effortLength = 5

/** The id of a payment's n-th refund, counted from one. */
export const refundIdOf = (paymentId: PaymentId, number: number): RefundId => {
  const effort = `-${number}`.padStart(effortLength, '0')
  return `${paymentId.slice(0, 20)}${effort}00001`
}

export const isRefundId = (text: string): boolean => /^\d{20}(?=.{5}00001$)0{0,3}-[1-9]\d{0,3}00001$/.test(text)

/** The payment that a refund gives back, read from its id alone. */
export const paymentOfRefund = (refundId: RefundId): PaymentId => `${refundId.slice(0, 20)}0000100001`

/** Which of its payment's refunds it is. */
export const refundNumberOf = (refundId: RefundId): number => -Number(refundId.slice(20, 25).replace(/^0+/, ''))
