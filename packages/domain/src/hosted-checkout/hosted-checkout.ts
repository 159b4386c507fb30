import type { MerchantId, PaymentId } from '../kernel/index.ts'
import type { Money } from '../money/index.ts'
import { type Payment, statusOf } from '../payment/index.ts'

/** A merchant's order that a consumer pays on our page; it begins one payment at a time. */
export type HostedCheckout = {
  readonly merchantId: MerchantId
  readonly hostedCheckoutId: string
  readonly amount: Money
  readonly createdAt: Date
  readonly expiresAt: Date
  /** How many payments it has begun. */
  readonly attempts: number
  /** The last of them. */
  readonly paymentId: PaymentId | undefined
  readonly cancelledAt: Date | undefined
  readonly deletedAt: Date | undefined
}

/** Source: sessions of the hosted pages are good for two hours. */
export const checkoutLifeMs = 2 * 60 * 60 * 1000

/**
 * Where a consumer stands: choosing how to pay, waiting for Alipay+ to answer, at Alipay+, or at an ending. `over` is a
 * checkout that has expired or was deleted before anything was begun.
 */
export type CheckoutStage =
  | 'choosing'
  | 'setting_up'
  | 'at_alipayplus'
  | 'time_up'
  | 'paid'
  | 'refunded'
  | 'declined'
  | 'no_balance'
  | 'not_paid'
  | 'cancelled'
  | 'over'

const stageOfPayment = (payment: Payment, now: Date): CheckoutStage => {
  switch (statusOf(payment)) {
    case 'CREATED':
      return 'setting_up'
    case 'REDIRECTED':
      return payment.closing || now >= payment.expiresAt ? 'time_up' : 'at_alipayplus'
    case 'CAPTURED':
    case 'PAID':
      return 'paid'
    case 'REFUNDED':
      return 'refunded'
    case 'REJECTED':
      // The wallet may show a payment: it is no time to say that nothing was charged.
      if (payment.successHeard || payment.lateSuccess) return 'not_paid'
      return payment.refusedBecause?.includes('BALANCE') ? 'no_balance' : 'declined'
    case 'CANCELLED':
      return 'not_paid'
  }
}

export const stageOf = (checkout: HostedCheckout, payment: Payment | undefined, now: Date): CheckoutStage => {
  if (payment !== undefined) return stageOfPayment(payment, now)
  if (checkout.deletedAt !== undefined) return 'over'
  if (checkout.cancelledAt !== undefined) return 'cancelled'
  return now >= checkout.expiresAt ? 'over' : 'choosing'
}

/** Whether nothing was paid and nothing can be any more, so that a consumer may try again. */
const isDead = (stage: CheckoutStage): boolean => ['declined', 'no_balance', 'not_paid'].includes(stage)

/** Whether a payment may be begun now: the first, or another once the last one is dead for certain. */
export const canBegin = (checkout: HostedCheckout, payment: Payment | undefined, now: Date): boolean => {
  const isOpen = checkout.deletedAt === undefined && checkout.cancelledAt === undefined && now < checkout.expiresAt
  const stage = stageOf(checkout, payment, now)
  return isOpen && (stage === 'choosing' || isDead(stage))
}

/** Whether a merchant may take the checkout back: nothing is under way and nothing was paid. */
export const canDelete = (checkout: HostedCheckout, payment: Payment | undefined, now: Date): boolean => {
  const stage = stageOf(checkout, payment, now)
  return stage === 'choosing' || stage === 'cancelled' || isDead(stage)
}

/** What a merchant sees; undefined for a checkout that is gone: deleted, or expired with nothing begun. */
export type CheckoutStatus = 'IN_PROGRESS' | 'PAYMENT_CREATED' | 'CANCELLED_BY_CONSUMER' | undefined

export const checkoutStatusOf = (checkout: HostedCheckout, now: Date): CheckoutStatus => {
  if (checkout.deletedAt !== undefined) return undefined
  if (checkout.paymentId !== undefined) return 'PAYMENT_CREATED'
  if (now >= checkout.expiresAt) return undefined
  return checkout.cancelledAt === undefined ? 'IN_PROGRESS' : 'CANCELLED_BY_CONSUMER'
}
