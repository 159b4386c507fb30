export { type ContractVersion, contractAt, feeOf } from './contract.ts'
export { type Address, isOverLimit, type Merchant, settlementCurrencyOf } from './merchant.ts'
export type { NegativePolicy, PayoutAccount, PayoutTerms, PostalAddress, Rhythm } from './payout.ts'
export { isRegistrationOverdue, nextAskAt, type RegistrationState, registrationStateOf } from './registration.ts'
export {
  type KybStatus,
  type MerchantStatus,
  nextStatuses,
  type PayoutStanding,
  type WhyNotPaid,
  whyNotLive,
  whyNotPaid,
} from './standing.ts'
