export { type AsOf, type Balance, balances, bothSides, makeCheckpoint } from './balance.store.ts'
export { dailyCheckWork } from './daily-check.jobs.ts'
export { nextDailyCheck } from './daily-check.store.ts'
export { accountingDateOf, insertTransfers } from './transfer.store.ts'
