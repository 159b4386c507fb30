import { formatMoney, readTypedAmount, toConnectAmount } from '@silkgate/domain'
import { Refused } from '../ui/api.ts'
import type { Amount } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import type { Amounts, Contract } from './api.ts'

type Fields = Readonly<Record<string, string>>

const wrong = (field: string, message: string): Refused =>
  new Refused('INVALID_VALUE', message, '', [{ id: 'INVALID_VALUE', message, propertyName: field }])

/** An amount as it is typed: "1500.00". */
export const typedOf = ({ currency, minor }: Amount): string =>
  formatMoney({ currency, minor: BigInt(minor) }).split(' ')[0] ?? ''

/** Hundredths of a percent as they are typed: "1.25". */
export const typedPercent = (basisPoints: string): string => {
  const rest = (BigInt(basisPoints) % 100n).toString().padStart(2, '0').replace(/0+$/, '')
  return `${BigInt(basisPoints) / 100n}${rest === '' ? '' : `.${rest}`}`
}

/** A percentage that was typed in hundredths of a percent, as text. */
export const pointsOf = (fields: Fields, name: string): string => {
  const [, whole, rest = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(fields[name] ?? '0') ?? []
  if (whole === undefined) throw wrong(name, texts.merchants.enterPercent)
  return (BigInt(whole) * 100n + BigInt(rest.padEnd(2, '0'))).toString()
}

const readAmount = (currency: string, text: string, field: string): bigint => {
  const read = readTypedAmount(currency, text, field)
  if (!read.ok) throw wrong(field, read.refusals[0]?.message ?? '')
  return read.value.minor
}

/** An amount that was typed in its currency's smallest unit, as text; nothing is zero. */
export const minorOf = (fields: Fields, name: string, currency: string): string =>
  fields[name] === undefined ? '0' : readAmount(currency, fields[name], name).toString()

/**
 * Amounts by currency that were typed in the fields `name.EUR` and so on, as the API takes them: those that were there and are
 * empty now are taken away.
 */
export const amountsOf = (
  fields: Fields,
  name: string,
  currencies: readonly string[],
  before: Amounts = {},
): string[] =>
  currencies.flatMap((currency) => {
    const typed = fields[`${name}.${currency}`]
    if (typed === undefined) return before[currency] === undefined ? [] : [`${currency}=none`]
    const minor = readAmount(currency, typed, `${name}.${currency}`)
    return [`${currency}=${toConnectAmount({ currency, minor })}`]
  })

/** The special prices of a contract, one a line: `EUR/GCASH@5000000=90+5`. */
export const pricesText = (prices: Contract['prices']): string =>
  prices
    .map(({ currency, wallet, fromVolume, feeBasisPoints, feeFixedMinor }) => {
      const from = fromVolume === '0' ? '' : `@${toConnectAmount({ currency, minor: BigInt(fromVolume) })}`
      return `${currency}${wallet === undefined ? '' : `/${wallet}`}${from}=${feeBasisPoints}+${feeFixedMinor}`
    })
    .join('\n')

/** What stands in a text, line by line; empty ones are left out. */
export const linesOf = (text = ''): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
