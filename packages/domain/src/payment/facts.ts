import type { MerchantId, PaymentId } from '../kernel/index.ts'
import type { Currency, Money } from '../money/index.ts'
import type { Waiting } from './waiting.ts'

/**
 * Why we or Alipay+ said no: 100 is ours or the contract's, 120 the wallet's. Source: numeric codes of the e-wallet
 * group.
 */
export type RefusedCode = 100 | 120

/** What Alipay+ told us about a payment; each field is kept from the first message that has it. */
export type NetworkFacts = {
  readonly alipayPlusPaymentId?: string
  readonly pspId?: string
  readonly walletBrandName?: string
  readonly paymentTime?: string
  readonly settlementAmount?: Money
  readonly settlementQuote?: Readonly<Record<string, string>>
}

/**
 * Everything that is true of one payment. Facts only grow: a flag never returns to false, an amount never shrinks.
 * `waiting` is no fact but the next step that was written down before it is taken.
 */
export type Payment = {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  /** Counts the events that changed the facts. */
  readonly version: number
  readonly amount: Money
  readonly settlementCurrency: Currency
  readonly createdAt: Date
  /** When Alipay+ closes the order: ten minutes after pay, or sooner by the merchant's setting. */
  readonly expiresAt: Date
  readonly statusChangedAt: Date
  readonly redirectUrl: string | undefined
  readonly captured: boolean
  readonly capturedAt: Date | undefined
  /** The merchant's fee, fixed with the capture (or with the price, when that came later). */
  readonly fee: Money | undefined
  readonly closing: boolean
  readonly cancelWindowPassed: boolean
  readonly successHeard: boolean
  readonly closed: boolean
  readonly refused: RefusedCode | undefined
  readonly refusedBecause: string | undefined
  readonly lateSuccess: boolean
  readonly settled: boolean
  readonly refundedMinor: bigint
  readonly refundingMinor: bigint
  /** In the settlement currency: what refunds that went back or are on their way, and lost disputes, were booked at. */
  readonly refundBookedMinor: bigint
  /** What consumers claim by disputes under way; it cannot be refunded meanwhile. */
  readonly disputingMinor: bigint
  /** What was lost by disputes. */
  readonly disputedMinor: bigint
  readonly network: NetworkFacts
  readonly waiting: Waiting | undefined
}
