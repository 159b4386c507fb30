export { type ContractVersion, contractAt, feeOf } from './contract.ts'
export { type Address, isOverLimit, type Merchant } from './merchant.ts'
