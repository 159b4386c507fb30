import type { Result } from './parts.ts'

/**
 * One of the two ids. Allowed until 00:15 UTC+8 of the next day, whatever became of the payment. Source: cancelPayment.
 */
export type CancelPaymentRequest = { readonly paymentRequestId?: string; readonly paymentId?: string }

/** S means that the order is closed, and that what was paid goes back. */
export type CancelPaymentResponse = { readonly result: Result; readonly acquirerId?: string; readonly pspId?: string }
