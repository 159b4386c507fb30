export { type DisputeRow, disputeColumns, disputeFromRow, disputeToRow } from './dispute.row.ts'
export { readDisputesOf, readDisputesUnderLock } from './dispute.store.ts'
export { disputeSeen } from './dispute-seen.ts'
export { disputeView } from './dispute-view.ts'
