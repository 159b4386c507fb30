export {
  type ContractVersion,
  contractAt,
  feeOf,
  type Price,
  priceOf,
  type SpecialPrice,
  type Volume,
  withVolumes,
} from './contract.ts'
export { isLimitedByPeriod, isOverLimit, type LimitKind, type Taken, whyOverLimit } from './limits.ts'
export { type Address, type Merchant, settlementCurrencyOf } from './merchant.ts'
export type { NegativePolicy, PayoutAccount, PayoutTerms, PostalAddress, Rhythm } from './payout.ts'
export { isRegistrationOverdue, nextAskAt, type RegistrationState, registrationStateOf } from './registration.ts'
export {
  type KybStatus,
  type MerchantStatus,
  nextStatuses,
  type PayoutStanding,
  type WhyNotPaid,
  whyCannotGoLive,
  whyNotPaid,
} from './standing.ts'
