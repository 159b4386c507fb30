export { addUpVolumesWork, volumesDue } from './add-up-volumes.jobs.ts'
export { type Directory, type KnownKey, openDirectory, readKnownKeys, type Secret } from './directory.ts'
export { allContracts, readMerchant } from './merchant.store.ts'
export { heldObjects, mayBePaid, payoutAccountOf, payoutTermsAt, whyMerchantNotPaid } from './payout.store.ts'
