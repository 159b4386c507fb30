import type { MerchantId, PaymentId } from '../kernel/index.ts'
import { isOverLimit, type Merchant, settlementCurrencyOf } from '../merchant/index.ts'
import type { Money } from '../money/index.ts'
import { apply } from './apply.ts'
import type { PaymentEvent } from './event.ts'
import type { Payment } from './facts.ts'
import { begin } from './waiting.ts'

export type Intent = {
  readonly payment: Payment
  /** Why it will never be sent, when it is over the merchant's limit. */
  readonly refusal: PaymentEvent | undefined
}

/** A payment as it is before anything was heard: the base that its recorded events are replayed on. */
export const newPayment = (terms: {
  merchantId: MerchantId
  paymentId: PaymentId
  amount: Money
  settlementCurrency: string
  createdAt: Date
  expiresAt: Date
}): Payment => ({
  ...terms,
  version: 1,
  statusChangedAt: terms.createdAt,
  redirectUrl: undefined,
  captured: false,
  capturedAt: undefined,
  fee: undefined,
  closing: false,
  cancelWindowPassed: false,
  successHeard: false,
  closed: false,
  refused: undefined,
  refusedBecause: undefined,
  lateSuccess: false,
  settled: false,
  refundedMinor: 0n,
  refundingMinor: 0n,
  refundBookedMinor: 0n,
  disputingMinor: 0n,
  disputedMinor: 0n,
  network: {},
  waiting: begin('submit', terms.createdAt),
})

/**
 * Decides what a merchant's wish to take a payment becomes: one to submit, or one that is over the limit and never
 * sent.
 */
export const intend = (merchant: Merchant, paymentId: PaymentId, amount: Money, at: Date): Intent => {
  const { merchantId } = merchant
  const settlementCurrency = settlementCurrencyOf(merchant, amount.currency)
  const expiresAt = new Date(at.getTime() + merchant.expiresAfterSeconds * 1000)
  const payment = newPayment({ merchantId, paymentId, amount, settlementCurrency, createdAt: at, expiresAt })
  if (!isOverLimit(merchant, amount)) return { payment, refusal: undefined }
  const refusal: PaymentEvent = { name: 'refused', at, source: 'create', code: 100, because: 'AMOUNT_EXCEEDS_LIMIT' }
  return { payment: { ...apply(payment, refusal, merchant.contracts), waiting: undefined }, refusal }
}
