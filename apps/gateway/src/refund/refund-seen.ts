import { refundStatusOf } from '@silkgate/domain'
import type { StoredRefund } from './refund.row.ts'

/** A refund as people see it in the console. Amounts are the currency's smallest unit, as text. */
export const refundSeen = ({ refund, request }: StoredRefund) => {
  const status = refundStatusOf(refund)
  const { waiting, booked, unpriced } = refund
  // The first call is due as soon as it is asked for; a later one is due because none was answered clearly.
  const isUnknown = status === 'REFUND_REQUESTED' && waiting !== undefined && waiting.dueAt > waiting.since
  return {
    refundId: refund.refundId,
    paymentId: refund.paymentId,
    merchantId: refund.merchantId,
    status,
    amount: { currency: refund.amount.currency, minor: refund.amount.minor.toString() },
    booked: unpriced ? undefined : { currency: booked.currency, minor: booked.minor.toString() },
    reason: request.reason,
    merchantReference: request.merchantReference,
    /** The e-mail address of a person, the id of an API key, or the gateway itself. */
    askedBy: refund.askedBy === 'merchant' ? (request.apiKeyId ?? 'merchant') : 'silkgate',
    createdAt: refund.createdAt,
    statusChangedAt: refund.statusChangedAt,
    refusedBecause: refund.refusedBecause,
    alipayPlusRefundId: refund.alipayPlusRefundId,
    ...(isUnknown ? { unknownUntil: waiting.dueAt } : {}),
  }
}

export type RefundSeen = ReturnType<typeof refundSeen>
