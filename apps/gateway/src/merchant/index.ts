export { type Directory, type KnownKey, openDirectory, readKnownKeys, type Secret } from './directory.ts'
export { allContracts, readMerchant } from './merchant.store.ts'
export { heldObjects, mayBePaid, payoutAccountOf, payoutTermsAt, whyMerchantNotPaid } from './payout.store.ts'
