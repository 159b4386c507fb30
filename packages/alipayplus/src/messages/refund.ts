import type { Amount, Quote, Result } from './parts.ts'

/** Gives money back, all or part, for 365 days; `refundRequestId` is the idempotency key. Source: refund. */
export type RefundRequest = {
  readonly paymentRequestId?: string
  readonly paymentId?: string
  readonly refundRequestId: string
  readonly refundAmount: Amount
  readonly refundReason?: string
}

/** S means refunded. What Alipay+ takes for it is `settlementAmount`, by the refund's own quote. */
export type RefundResponse = {
  readonly result: Result
  readonly acquirerId?: string
  readonly pspId?: string
  readonly refundId?: string
  readonly refundTime?: string
  readonly refundAmount?: Amount
  readonly settlementAmount?: Amount
  readonly settlementQuote?: Quote
}
