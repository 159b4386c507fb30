export { postings } from './postings.ts'
export { type Account, accounts, type Transfer, transfer } from './transfer.ts'
