import { statuses, statusOf, whyNotRefundable } from '@silkgate/domain'
import { connectMoney } from '../http/connect-money.ts'
import { localStamp } from '../http/stamp.ts'
import type { StoredPayment } from './payment.row.ts'
import { orderView, type Seen } from './payment-view.ts'

/**
 * The one capture of a captured payment as Connect's CaptureResponse; its id is the payment's. A capture knows no refunds:
 * it stays CAPTURED or PAID when its payment is REFUNDED. Source: types of the official SDKs (Capture, CaptureOutput).
 */
export const captureView = (stored: StoredPayment, { merchant, at }: Seen) => {
  const { payment } = stored
  const status = payment.settled ? 'PAID' : 'CAPTURED'
  const changedAt = statusOf(payment) === status ? payment.statusChangedAt : (payment.capturedAt ?? payment.createdAt)
  return {
    id: payment.paymentId,
    captureOutput: {
      amountOfMoney: connectMoney(payment.amount),
      amountPaid: payment.settled ? connectMoney(payment.amount).amount : 0,
      ...orderView(stored),
    },
    status,
    statusOutput: {
      isFinal: true,
      isRefundable: whyNotRefundable(payment, merchant, at) === undefined,
      isRetriable: false,
      statusCode: statuses[status].code,
      statusCodeChangeDateTime: localStamp(changedAt),
    },
  }
}
