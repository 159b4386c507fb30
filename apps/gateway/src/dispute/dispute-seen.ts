import { type Dispute, disputePositionOf, disputeStatusOf, type Money } from '@silkgate/domain'

/** An amount for the console: the currency's smallest unit, as text. */
export const amountSeen = ({ currency, minor }: Money) => ({ currency, minor: minor.toString() })

/** A dispute as people see it in the console. */
export const disputeSeen = (dispute: Dispute) => ({
  disputeId: dispute.disputeId,
  paymentId: dispute.paymentId,
  merchantId: dispute.merchantId,
  kind: dispute.kind,
  status: disputeStatusOf(dispute),
  position: disputePositionOf(dispute),
  amount: amountSeen(dispute.amount),
  held: amountSeen(dispute.held),
  taken: amountSeen(dispute.taken),
  reason: dispute.reason,
  files: dispute.files,
  openedAt: dispute.openedAt,
  statusChangedAt: dispute.statusChangedAt,
  answerBy: dispute.answerBy,
  answer: dispute.answer,
  alipayPlusDisputeId: dispute.requestId,
})
