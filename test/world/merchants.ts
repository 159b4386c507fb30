/** A merchant of a world, and what it settles in. */
export type MerchantOfWorld = { readonly merchantId: string; readonly settles: string }

/** A sale as the plan knows it: whose it is, and what will happen to it. */
export type PlannedSale = {
  readonly number: number
  readonly merchant: MerchantOfWorld
  readonly happens: readonly string[]
}

/** The first one hears webhooks. */
export const merchants = [
  { merchantId: '7101', settles: 'EUR' },
  { merchantId: '7102', settles: 'EUR' },
  { merchantId: '7103', settles: 'HKD' },
  { merchantId: '7104', settles: 'JPY' },
  { merchantId: '7105', settles: 'KWD' },
  { merchantId: '7106', settles: 'USD' },
] as const satisfies readonly MerchantOfWorld[]

export const currencies = ['EUR', 'HKD', 'JPY', 'KRW', 'KWD', 'USD', 'IDR'] as const
