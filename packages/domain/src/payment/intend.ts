import type { MerchantId, PaymentId } from '../kernel/index.ts'
import { type Merchant, settlementCurrencyOf, type Taken, whyOverLimit } from '../merchant/index.ts'
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

const refusedBecause = {
  payment: 'AMOUNT_EXCEEDS_LIMIT',
  day: 'PAYMENTS_EXCEED_DAY_LIMIT',
  month: 'PAYMENTS_EXCEED_MONTH_LIMIT',
} as const

const nothing: Taken = { day: 0n, month: 0n }

/**
 * Decides what a merchant's wish to take a payment becomes: one to submit, or one that is over a limit and never sent.
 * `taken` is what the merchant took before it, where there is a limit for that.
 */
export const intend = (
  merchant: Merchant,
  paymentId: PaymentId,
  amount: Money,
  at: Date,
  taken: Taken = nothing,
): Intent => {
  const { merchantId } = merchant
  const settlementCurrency = settlementCurrencyOf(merchant, amount.currency)
  const expiresAt = new Date(at.getTime() + merchant.expiresAfterSeconds * 1000)
  const payment = newPayment({ merchantId, paymentId, amount, settlementCurrency, createdAt: at, expiresAt })
  const limit = whyOverLimit(merchant, amount, taken)
  if (limit === undefined) return { payment, refusal: undefined }
  const because = refusedBecause[limit]
  const refusal: PaymentEvent = { name: 'refused', at, source: 'create', code: 100, because }
  return { payment: { ...apply(payment, refusal, merchant.contracts), waiting: undefined }, refusal }
}
