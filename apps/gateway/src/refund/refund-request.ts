import type { RefundRequest as RefundMessage } from '@silkgate/alipayplus'
import type { StoredRefund } from './refund.row.ts'

/**
 * The refund call for a refund, made from what was stored alone, so that a repeat is the same word for word. Source:
 * refund; the amount in the currency's own smallest unit.
 */
export const refundRequestOf = ({ refund, request }: StoredRefund): RefundMessage => ({
  paymentRequestId: refund.paymentId,
  refundRequestId: refund.refundId,
  refundAmount: { currency: refund.amount.currency, value: refund.amount.minor.toString() },
  ...(request.reason === undefined ? {} : { refundReason: request.reason }),
})
