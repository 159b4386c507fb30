import type { Address, Amount, Quote, Result } from './parts.ts'

/** The acquirer's merchant, as the payer's wallet shows it. */
export type Merchant = {
  readonly referenceMerchantId: string
  readonly merchantName: string
  readonly merchantDisplayName?: string
  readonly merchantMCC: string
  readonly merchantRegisterDate?: string
  readonly merchantAddress: Address
}

/** The payer as the merchant knows them. */
export type Buyer = {
  readonly referenceBuyerId?: string
  readonly buyerPhoneNo?: string
  readonly buyerEmail?: string
}

/** What the payer pays with; WAP and APP need `osType`. */
export type Env = {
  readonly terminalType: 'WEB' | 'WAP' | 'APP' | 'MINI_APP'
  readonly osType?: 'IOS' | 'ANDROID'
  readonly userAgent?: string
}

/** What is paid for. */
export type Order = {
  readonly referenceOrderId: string
  readonly orderDescription: string
  readonly orderAmount: Amount
  readonly merchant: Merchant
  readonly buyer?: Buyer
  readonly env?: Env
}

/** A cashier payment. Every scalar is a string, booleans too. Source: pay (Cashier Payment). */
export type PayRequest = {
  readonly paymentRequestId: string
  readonly paymentAmount: Amount
  readonly order: Order
  readonly paymentMethod: { readonly paymentMethodType: string; readonly paymentMethodId?: string }
  readonly paymentFactor: {
    readonly isInStorePayment: 'true' | 'false'
    readonly isCashierPayment: 'true' | 'false'
    readonly presentmentMode?: 'UNIFIED' | 'TILE' | 'BUNDLE'
  }
  readonly settlementStrategy: { readonly settlementCurrency: string }
  readonly paymentNotifyUrl: string
  readonly paymentRedirectUrl: string
  readonly paymentExpiryTime?: string
  readonly splitSettlementId?: string
  readonly userRegion?: string
}

/** An order that was placed has a URL; it is never paid by this answer. */
export type PayResponse = {
  readonly result: Result
  readonly acquirerId?: string
  readonly pspId?: string
  readonly paymentId?: string
  readonly paymentAmount?: Amount
  readonly normalUrl?: string
  readonly schemeUrl?: string
  readonly applinkUrl?: string
  readonly paymentUrl?: string
  readonly paymentTime?: string
  readonly settlementAmount?: Amount
  readonly settlementQuote?: Quote
}
