export { type AsOf, type Balance, balances, bothSides, makeCheckpoint } from './balance.store.ts'
export { accountingDateOf, insertTransfers } from './transfer.store.ts'
