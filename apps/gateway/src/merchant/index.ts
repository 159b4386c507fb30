export { versionOf } from './add-contract.ts'
export { addUpVolumesWork, volumesDue } from './add-up-volumes.jobs.ts'
export { changeMerchant, listChanges, recordChange } from './change.store.ts'
export { readContracts } from './contract.store.ts'
export { readProposal } from './contract-proposal.store.ts'
export { type Directory, type KnownKey, openDirectory, readKnownKeys, type Secret } from './directory.ts'
export { readHolds } from './hold.store.ts'
export { readKyb } from './kyb.store.ts'
export { kybReviewWork } from './kyb-reviews.jobs.ts'
export { kybReviewsDue } from './kyb-reviews.store.ts'
export { allContracts, readMerchant } from './merchant.store.ts'
export {
  mayBePaid,
  type PayoutAccountRow,
  payoutAccountOf,
  payoutTermsAt,
  whyMerchantNotPaid,
} from './payout.store.ts'
export { readPayoutAccounts } from './payout-account.store.ts'
export { RefusedChange } from './refused-change.ts'
