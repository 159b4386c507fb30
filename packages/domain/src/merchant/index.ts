export { type ContractVersion, contractAt, feeOf } from './contract.ts'
export { type Address, isOverLimit, type Merchant } from './merchant.ts'
export { isRegistrationOverdue, nextAskAt, type RegistrationState, registrationStateOf } from './registration.ts'
