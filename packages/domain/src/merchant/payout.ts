import type { MerchantId } from '../kernel/index.ts'
import type { Currency, Money } from '../money/index.ts'

/** When a merchant is paid: every business day, on Fridays, or on the day on which it is owed so much. */
export type Rhythm = 'daily' | 'weekly' | 'threshold'

/** What becomes of a negative balance: it is set off against what comes later, or nothing is paid in any currency meanwhile. */
export type NegativePolicy = 'carry_over' | 'hold'

/** How a merchant is paid in one currency. */
export type PayoutTerms = {
  readonly rhythm: Rhythm
  /** The least that is paid, where the rhythm is `threshold`. */
  readonly threshold?: Money
  /** The share of what settles that is kept back, and for how many days. */
  readonly reserveBasisPoints: bigint
  readonly reserveDays: number
  /** How far below zero a balance may go, in the currency's smallest unit; never negative. */
  readonly allowedNegative: bigint
  readonly negativePolicy: NegativePolicy
}

/** An address in parts, as banks ask for it since November 2026. */
export type PostalAddress = {
  readonly street?: string
  readonly building?: string
  readonly postcode?: string
  readonly town: string
  readonly subdivision?: string
  /** Two letters, ISO 3166. */
  readonly country: string
}

/** Where a merchant's money in a currency goes. */
export type PayoutAccount = {
  readonly merchantId: MerchantId
  readonly currency: Currency
  readonly version: number
  /** Without spaces; elsewhere than in the countries that have IBANs a number. */
  readonly account: { readonly iban: string } | { readonly number: string }
  readonly bic?: string
  readonly holder: string
  readonly address: PostalAddress
}
