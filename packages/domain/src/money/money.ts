import { assert } from '../kernel/index.ts'
import { type Currency, exponentOf } from './currency.ts'

/** An amount in the smallest unit of one currency. Never a float, never a bare number. */
export type Money = { readonly currency: Currency; readonly minor: bigint }

export const money = (currency: Currency, minor: bigint): Money => ({ currency, minor })

export const add = (a: Money, b: Money): Money => {
  assert(a.currency === b.currency, `${a.currency} and ${b.currency} do not add up`)
  return money(a.currency, a.minor + b.minor)
}

export const subtract = (a: Money, b: Money): Money => add(a, money(b.currency, -b.minor))

export const negative = ({ currency, minor }: Money): Money => money(currency, -minor)

export const sameMoney = (a: Money, b: Money): boolean => a.currency === b.currency && a.minor === b.minor

/** numerator / denominator to a whole number; a half goes to the even neighbour, so that no side is favoured. */
export const divideHalfEven = (numerator: bigint, denominator: bigint): bigint => {
  assert(denominator > 0n, 'a divisor is positive')
  const negative = numerator < 0n
  const whole = negative ? -numerator : numerator
  const floor = whole / denominator
  const twice = (whole % denominator) * 2n
  const rounded = twice > denominator || (twice === denominator && floor % 2n === 1n) ? floor + 1n : floor
  return negative ? -rounded : rounded
}

/**
 * The smallest step of an amount that merchants see: Connect writes two decimals for every currency, so a currency with
 * three moves in steps of ten of its smallest units.
 */
export const merchantStep = (currency: Currency): bigint => (exponentOf(currency) === 3 ? 10n : 1n)

/** A share in basis points, half to even, in steps that merchants can be shown. */
export const share = (whole: Money, basisPoints: bigint): Money => {
  assert(whole.minor >= 0n && basisPoints >= 0n, 'a share is taken of a non-negative amount')
  const step = merchantStep(whole.currency)
  return money(whole.currency, divideHalfEven(whole.minor * basisPoints, 10_000n * step) * step)
}

/**
 * What `part` of `of` is of a whole, half to even, in steps that merchants can be shown; all of it is the whole, to the last
 * unit. The last of several parts must take what the others left.
 */
export const proportion = (whole: Money, part: bigint, of: bigint): Money => {
  assert(part >= 0n && part <= of, `${part} of ${of} is no part`)
  const step = merchantStep(whole.currency)
  const share = divideHalfEven(whole.minor * part, of * step) * step
  return money(whole.currency, part === of || share > whole.minor ? whole.minor : share)
}

/** The exact decimal text of an amount: "1234.50 EUR", "1500 JPY", "4.250 KWD". */
export const formatMoney = ({ currency, minor }: Money): string => {
  const exponent = exponentOf(currency)
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  const point = digits.length - exponent
  const decimal = exponent === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return `${minor < 0n ? '-' : ''}${decimal} ${currency}`
}
