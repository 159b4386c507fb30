import { type Money, money } from '@silkgate/domain'
import type { WalletId } from '../wallet/wallets.ts'
import { type OrderDispute, wonMinorOf } from './dispute.ts'

/** What a client ordered. */
export type Terms = {
  readonly clientId: string
  readonly paymentMethodType: string
  readonly amount: Money
  readonly orderAmount: Money
  readonly settlementCurrency: string
  readonly merchantId: string
  readonly merchantName: string
  /** The country of the merchant's address. */
  readonly merchantRegion: string
  readonly reference: string
  readonly description: string
  readonly userRegion: string | undefined
  readonly notifyUrl: string
  readonly redirectUrl: string
}

/** Money that went back to a wallet. */
export type OrderRefund = {
  readonly refundRequestId: string
  readonly refundId: string
  /** In the order's currency. */
  readonly minor: bigint
  readonly at: Date
}

/** One order of the simulated world. What became of it follows from its instants. */
export type Order = {
  readonly paymentRequestId: string
  readonly paymentId: string
  /** The last part of its cashier's address. */
  readonly code: string
  readonly terms: Terms
  readonly placedAt: Date
  readonly expiresAt: Date
  readonly openedIn: WalletId | undefined
  readonly wallet: WalletId | undefined
  readonly paidAt: Date | undefined
  readonly refusedAt: Date | undefined
  /** The result code of the wallet's no. */
  readonly refusedBecause: RefusedBecause | undefined
  /** Closed by cancelPayment; what was paid before went back to the consumer. */
  readonly cancelledAt: Date | undefined
  readonly refunds: readonly OrderRefund[]
  readonly disputes: readonly OrderDispute[]
}

export type RefusedBecause = 'USER_PAYMENT_VERIFICATION_FAILED' | 'USER_BALANCE_NOT_ENOUGH'

export type Phase = 'open' | 'paid' | 'declined' | 'no_balance' | 'expired' | 'cancelled'

export const phaseOf = (order: Order, now: Date): Phase => {
  if (order.cancelledAt !== undefined) return 'cancelled'
  if (order.paidAt !== undefined) return 'paid'
  if (order.refusedBecause !== undefined)
    return order.refusedBecause === 'USER_BALANCE_NOT_ENOUGH' ? 'no_balance' : 'declined'
  return now >= order.expiresAt ? 'expired' : 'open'
}

/** What went back by refunds. */
export const refundedMinorOf = ({ refunds }: Order): bigint => refunds.reduce((sum, { minor }) => sum + minor, 0n)

/** What the wallet's owner is poorer by. */
export const chargedOf = (order: Order, now: Date): Money => {
  const isPaid = order.paidAt !== undefined && order.cancelledAt === undefined
  const won = order.disputes.reduce((sum, one) => sum + wonMinorOf(one, now), 0n)
  return money(order.terms.amount.currency, isPaid ? order.terms.amount.minor - refundedMinorOf(order) - won : 0n)
}

export type Outcome = 'success' | 'decline' | 'insufficient_balance' | 'close'

/** What the consumer's decision makes of an order that is open; `close` changes nothing. */
export const decided = (order: Order, outcome: Outcome, wallet: WalletId, at: Date): Order => {
  switch (outcome) {
    case 'success':
      return { ...order, wallet, openedIn: wallet, paidAt: at }
    case 'decline':
      return { ...order, wallet, openedIn: wallet, refusedAt: at, refusedBecause: 'USER_PAYMENT_VERIFICATION_FAILED' }
    case 'insufficient_balance':
      return { ...order, wallet, openedIn: wallet, refusedAt: at, refusedBecause: 'USER_BALANCE_NOT_ENOUGH' }
    case 'close':
      return { ...order, openedIn: undefined }
  }
}
