import { type RefundStatus, refundStatusOf } from '@silkgate/domain'
import { connectMoney } from '../http/connect-money.ts'
import { localStamp } from '../http/stamp.ts'
import type { StoredRefund } from '../refund/index.ts'
import { captureView } from './capture-view.ts'
import type { StoredPayment } from './payment.row.ts'
import type { Seen } from './payment-view.ts'

/** A refund's status as Connect's operations call it; a cancelled one did nothing to its payment and is left out. */
const refundStatuses: Readonly<Record<RefundStatus, string | undefined>> = {
  PENDING_APPROVAL: 'CREATED',
  REFUND_REQUESTED: 'PENDING_CAPTURE',
  REFUNDED: 'REFUNDED',
  REJECTED: 'REJECTED',
  CANCELLED: undefined,
}

/**
 * What was done with a payment, the oldest first: its capture, and the refunds that its merchant asked for. Source: types
 * of the official SDKs (PaymentOperation).
 */
export const operationsOf = (stored: StoredPayment, refunds: readonly StoredRefund[], seen: Seen) => {
  if (!stored.payment.captured) return []
  const { id, captureOutput, status, statusOutput } = captureView(stored, seen)
  const timestamp = statusOutput.statusCodeChangeDateTime
  const capture = { id, type: 'capture', amountOfMoney: captureOutput.amountOfMoney, status, timestamp }
  const back = refunds.flatMap(({ refund }) => {
    const name = refundStatuses[refundStatusOf(refund)]
    if (name === undefined || refund.askedBy !== 'merchant') return []
    const changedAt = localStamp(refund.statusChangedAt)
    const amountOfMoney = connectMoney(refund.amount)
    return [{ id: refund.refundId, type: 'refund', amountOfMoney, status: name, timestamp: changedAt }]
  })
  return [capture, ...back]
}
