/** An amount in the currency's own smallest unit, as digits: 1500 JPY is "1500", 15.00 EUR is "1500". */
export type Amount = { readonly currency: string; readonly value: string }

/** What Alipay+ says of a call, or of a payment. Source: result, ACQP API overview. */
export type Result = { readonly resultCode: string; readonly resultStatus: string; readonly resultMessage?: string }

/** The rate at which Alipay+ settles. */
export type Quote = {
  readonly quoteId?: string
  readonly quoteCurrencyPair?: string
  readonly quotePrice?: string
  readonly quoteStartTime?: string
  readonly quoteExpiryTime?: string
  readonly guaranteed?: string
  readonly quoteUnit?: string
  readonly baseCurrency?: string
}

/** Where a merchant is; the region is an ISO 3166 code of two letters. */
export type Address = {
  readonly region: string
  readonly state?: string
  readonly city?: string
  readonly address1?: string
  readonly address2?: string
  readonly zipCode?: string
}
