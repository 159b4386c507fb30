export { assert } from './assert.ts'
export { type ErrorCode, errors, type MerchantErrorCode, merchantErrorCodes } from './errors.ts'
export {
  isMerchantId,
  isPaymentId,
  type MerchantId,
  merchantOf,
  operator,
  orderReferenceOf,
  type PaymentId,
  paymentIdOf,
} from './ids.ts'
export { ok, type Refusal, type Result, refuse } from './result.ts'
export { type Figure, type Filled, figure, type Said, sentences } from './sentences.ts'
