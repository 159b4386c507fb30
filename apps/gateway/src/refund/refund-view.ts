import { type Payment, type Refund, refundStatuses, refundStatusOf, toConnectAmount } from '@silkgate/domain'
import { connectMoney } from '../http/connect-money.ts'
import { apiError } from '../http/errors.ts'
import { localStamp } from '../http/stamp.ts'
import type { StoredRefund } from './refund.row.ts'

const refundProductId = 866

/** The payment of a refund, as far as a refund's view shows it. */
type RefundedPayment = { readonly payment: Payment; readonly request: { readonly merchantOrderId?: string } }

export const refusalOfRefund = ({ refusedBecause }: Refund) =>
  apiError({ error: 'REFUND_NOT_AUTHORISED', message: `Alipay+ refused the refund: ${refusedBecause}.` })

/** A refund as Connect's RefundResponse. Source: types of the official SDKs (RefundResult, RefundOutput, OrderStatusOutput). */
export const refundView = ({ refund, request }: StoredRefund, { payment }: RefundedPayment) => {
  const status = refundStatusOf(refund)
  const inConnect = (minor: bigint) => Number(toConnectAmount({ ...payment.amount, minor }))
  return {
    id: refund.refundId,
    refundOutput: {
      amountOfMoney: connectMoney(refund.amount),
      amountPaid: inConnect(refund.accepted ? refund.amount.minor : 0n),
      references: {
        ...(request.merchantReference === undefined ? {} : { merchantReference: request.merchantReference }),
        paymentReference: '0',
        referenceOrigPayment: payment.paymentId,
        ...(refund.alipayPlusRefundId === undefined ? {} : { providerReference: refund.alipayPlusRefundId }),
      },
      paymentMethod: 'redirect',
      eWalletRefundMethodSpecificOutput: {
        refundProductId,
        totalAmountPaid: inConnect(payment.amount.minor),
        totalAmountRefunded: inConnect(payment.refundedMinor),
      },
    },
    status,
    statusOutput: {
      ...(refund.refusedBecause === undefined ? {} : { errors: [refusalOfRefund(refund)] }),
      isCancellable: status === 'PENDING_APPROVAL',
      isRetriable: false,
      statusCategory: refundStatuses[status].category,
      statusCode: refundStatuses[status].code,
      statusCodeChangeDateTime: localStamp(refund.statusChangedAt),
    },
  }
}
