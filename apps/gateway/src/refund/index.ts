export {
  type RefundRequest,
  type RefundRow,
  refundColumns,
  refundFromRow,
  refundToRow,
  type StoredRefund,
} from './refund.row.ts'
export { readRefundsOf, readRefundsUnderLock } from './refund.store.ts'
export { type RefundSeen, refundSeen } from './refund-seen.ts'
export { refundView } from './refund-view.ts'
