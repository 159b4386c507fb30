export { type DisputeRow, disputeColumns, disputeFromRow, disputeToRow } from './dispute.row.ts'
export { readDisputesOf, readDisputesUnderLock } from './dispute.store.ts'
export { disputeView } from './dispute-view.ts'
