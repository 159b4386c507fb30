export { type PostedFor, post } from './post.ts'
export { accountingDateOf, insertTransfers } from './transfer.store.ts'
