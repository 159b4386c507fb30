export { type ContractVersion, contractAt, feeOf } from './contract.ts'
export { type Address, isOverLimit, type Merchant } from './merchant.ts'
export { nextAskAt, type RegistrationState, registrationStateOf } from './registration.ts'
