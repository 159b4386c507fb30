export { applyDisputeToPayment, applyToDispute, newDispute } from './apply-dispute.ts'
export { type DisputeDecision, decideDispute } from './decide-dispute.ts'
export {
  type Dispute,
  type DisputeAnswer,
  type DisputeId,
  type DisputeKind,
  type DisputePosition,
  type DisputeStatus,
  type DisputeWaiting,
  disputeIdOf,
  disputePositionOf,
  disputeStatuses,
  disputeStatusOf,
  isDisputeId,
  paymentOfDispute,
} from './dispute.ts'
export { type DisputeFile, mostDisputeFileBytes, readDisputeFile } from './dispute-file.ts'
export { type DisputeMove, disputeTable, type HeardOfDispute } from './dispute-table.ts'
export type { DisputeEvent, DisputeEventName } from './event.ts'
