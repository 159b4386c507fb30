import { assert } from './assert.ts'

/** Up to ten digits, no leading zero; "0" is the operator itself. */
export type MerchantId = string
/** 30 digits: merchant 10, order 10, effort 5, attempt 5. Source: ids in recordings of the Connect platform. */
export type PaymentId = string

export const operator: MerchantId = '0'

export const isMerchantId = (text: string): boolean => /^[1-9]\d{0,9}$/.test(text)

export const isPaymentId = (text: string): boolean => /^\d{30}$/.test(text)

/** The id of the first attempt at an order. */
export const paymentIdOf = (merchantId: MerchantId, orderNumber: bigint): PaymentId => {
  assert(isMerchantId(merchantId), `"${merchantId}" is no merchant id`)
  assert(orderNumber > 0n && orderNumber < 10_000_000_000n, `order number ${orderNumber} does not fit ten digits`)
  return `${merchantId.padStart(10, '0')}${orderNumber.toString().padStart(10, '0')}0000100001`
}

/** Which merchant a payment belongs to, read from the id alone, so that every message finds its shard. */
export const merchantOf = (paymentId: PaymentId): MerchantId => BigInt(paymentId.slice(0, 10)).toString()

/** Merchant and order, 20 digits: what the merchant gets as a reference when it gave none. */
export const orderReferenceOf = (paymentId: PaymentId): string => paymentId.slice(0, 20)
