export { convertAmountOperation } from './convert-amount-operation.ts'
