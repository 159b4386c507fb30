import type { Currency, Money } from '../money/index.ts'
import type { Merchant } from './merchant.ts'

/** What a merchant's payments in a currency come to so far, in its smallest unit: those that ended unpaid do not count. */
export type Taken = { readonly day: bigint; readonly month: bigint }

/** Which limit a payment is over. */
export type LimitKind = 'payment' | 'day' | 'month'

type Limits = Pick<Merchant, 'limits' | 'dayLimits' | 'monthLimits'>

const isOver = (minor: bigint, limit: bigint | undefined): boolean => limit !== undefined && minor > limit

/** Whether a payment alone is over the merchant's limit. */
export const isOverLimit = ({ limits }: Pick<Merchant, 'limits'>, { currency, minor }: Money): boolean =>
  isOver(minor, limits[currency])

/** Whether it matters to a payment in a currency what was taken before it. */
export const isLimitedByPeriod = (
  { dayLimits, monthLimits }: Pick<Merchant, 'dayLimits' | 'monthLimits'>,
  currency: Currency,
): boolean => dayLimits[currency] !== undefined || monthLimits[currency] !== undefined

/** The first limit that a payment would be over, after what was taken before it; undefined where it is over none. */
export const whyOverLimit = (
  { limits, dayLimits, monthLimits }: Limits,
  { currency, minor }: Money,
  taken: Taken,
): LimitKind | undefined => {
  if (isOver(minor, limits[currency])) return 'payment'
  if (isOver(taken.day + minor, dayLimits[currency])) return 'day'
  return isOver(taken.month + minor, monthLimits[currency]) ? 'month' : undefined
}
