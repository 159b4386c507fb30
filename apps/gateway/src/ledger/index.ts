export { accountingDateOf, insertTransfers } from './transfer.store.ts'
