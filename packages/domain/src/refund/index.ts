export { applyToPayment, applyToRefund, newRefund } from './apply-refund.ts'
export {
  askRefund,
  bookedFor,
  feesFixedBy,
  feesReturnedBy,
  refundableOf,
  refundOfLateSuccess,
  whyNotRefundable,
} from './ask-refund.ts'
export { decideRefund, type RefundDecision, sourceOf } from './decide-refund.ts'
export type { RefundEvent, RefundEventName } from './event.ts'
export {
  isRefundId,
  paymentOfRefund,
  type Refund,
  type RefundAskedBy,
  type RefundId,
  type RefundStatus,
  type RefundWaiting,
  refundIdOf,
  refundNumberOf,
  refundStatuses,
  refundStatusOf,
} from './refund.ts'
export { type RefundMove, refundTable } from './refund-table.ts'
