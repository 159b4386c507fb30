export { type PostedFor, postTransfers } from './post-transfers.ts'
export { accountingDateOf, insertTransfers } from './transfer.store.ts'
