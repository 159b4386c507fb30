import type { Amount, Quote, Result } from './parts.ts'

/** One of the two ids. Source: inquiryPayment. */
export type InquiryPaymentRequest = { readonly paymentRequestId?: string; readonly paymentId?: string }

/** A payment or a refund of an order, as inquiryPayment lists them. */
export type Transaction = {
  readonly transactionResult?: Result
  readonly transactionId?: string
  readonly transactionRequestId?: string
  readonly transactionAmount?: Amount
  readonly transactionTime?: string
  readonly transactionType?: string
  readonly transactionStatus?: string
  /** Of a refund: what Alipay+ takes for it. Not among the documented fields; read where it is there. */
  readonly settlementAmount?: Amount
}

/** `result` says how the call went; `paymentResult` how the payment stands. */
export type InquiryPaymentResponse = {
  readonly result: Result
  readonly paymentResult?: Result
  readonly acquirerId?: string
  readonly pspId?: string
  readonly paymentRequestId?: string
  readonly paymentId?: string
  readonly paymentAmount?: Amount
  readonly paymentTime?: string
  readonly customerId?: string
  readonly walletBrandName?: string
  readonly mppPaymentId?: string
  readonly settlementAmount?: Amount
  readonly settlementQuote?: Quote
  readonly transactions?: readonly Transaction[]
}
