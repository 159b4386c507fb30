export { type Account, type AccountKind, accounts, ownSide } from './accounts.ts'
export { postings } from './postings.ts'
export { checkSafeguarding, type MoneyOfMerchants, type SafeguardingCheck } from './safeguarding.ts'
export { type Transfer, transfer } from './transfer.ts'
