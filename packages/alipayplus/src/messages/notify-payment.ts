import type { Amount, Quote, Result } from './parts.ts'

/** Sent for a final state only: `paymentResult` is S or F. Source: notifyPayment. */
export type NotifyPaymentRequest = {
  readonly paymentResult: Result
  readonly paymentRequestId: string
  readonly paymentId?: string
  readonly acquirerId?: string
  readonly pspId?: string
  readonly customerId?: string
  readonly walletBrandName?: string
  readonly mppPaymentId?: string
  readonly paymentAmount?: Amount
  readonly paymentTime?: string
  readonly settlementAmount?: Amount
  readonly settlementQuote?: Quote
}

/** Acknowledges receipt, whatever the payment's result. */
export type NotifyPaymentResponse = { readonly result: Result }
