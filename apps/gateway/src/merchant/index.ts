export { type Directory, openDirectory, type Secret } from './directory.ts'
export { readMerchant } from './merchant.store.ts'
