import { type Dispute, disputePositionOf, disputeStatusOf } from '@silkgate/domain'
import { connectMoney } from '../http/connect-money.ts'
import { localStamp } from '../http/stamp.ts'
import type { OrderReferences } from '../order-references.ts'

/** The payment of a dispute, as far as a dispute's view shows it. */
type DisputedPayment = {
  readonly request: Pick<OrderReferences, 'merchantReference' | 'merchantOrderId'>
}

/** Connect has no field for what kind of dispute it is, nor for the merchant's deadline. */
const messageOf = ({ kind, reason = 'No reason was given', answerBy }: Dispute): string => {
  const asks = kind === 'retrieval' ? 'Retrieval request' : 'Refund escalation'
  return `${asks}: ${reason}. Answer by ${answerBy.toISOString()}.`
}

/** A dispute as Connect's DisputeResponse. Source: types of the official SDKs (Dispute, DisputeOutput, DisputeStatusOutput). */
export const disputeView = (dispute: Dispute, { request }: DisputedPayment) => ({
  id: dispute.disputeId,
  paymentId: dispute.paymentId,
  captureId: dispute.paymentId,
  disputeOutput: {
    amountOfMoney: connectMoney(dispute.amount),
    creationDetails: { disputeCreationDate: localStamp(dispute.openedAt), disputeOriginator: 'ALIPAYPLUS' },
    files: dispute.files.map(({ fileId, size, ...file }) => ({ id: fileId, ...file, fileSize: String(size) })),
    reference: {
      ...(request.merchantOrderId === undefined ? {} : { merchantOrderId: request.merchantOrderId }),
      ...(request.merchantReference === undefined ? {} : { merchantReference: request.merchantReference }),
      paymentReference: '0',
      providerReference: dispute.requestId,
    },
    requestMessage: messageOf(dispute),
  },
  status: disputeStatusOf(dispute),
  // Connect publishes no category and no number for a dispute's statuses, so there are none.
  statusOutput: {
    isCancellable: disputePositionOf(dispute) === 'open',
    statusCodeChangeDateTime: localStamp(dispute.statusChangedAt),
  },
})
