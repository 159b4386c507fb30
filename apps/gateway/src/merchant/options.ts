import { type Currency, exponentOf, fromConnectAmount, isCurrency, merchantStep } from '@silkgate/domain'
import { RefusedChange } from './refused-change.ts'

/** A whole number that is not negative. */
export const whole = (text: string, option: string): bigint => {
  if (!/^\d{1,15}$/.test(text)) throw new RefusedChange(`a whole number is expected, not "${text}".`, option)
  return BigInt(text)
}

/** Hundredths of a percent, of at most the whole. */
export const basisPoints = (text: string, option: string): bigint => {
  const points = whole(text, option)
  if (points > 10_000n) throw new RefusedChange(`at most 10000 basis points, which are 100 %, not "${text}".`, option)
  return points
}

/** A fixed fee in a currency's smallest unit, that merchants can be shown. */
export const fixedFee = (currency: Currency, text: string, option: string): bigint => {
  const minor = whole(text, option)
  const step = merchantStep(currency)
  if (minor % step === 0n) return minor
  throw new RefusedChange(
    `${currency} has ${exponentOf(currency)} decimals here, but two are shown: take steps of ${step}.`,
    option,
  )
}

export const currency = (text: string, option: string): Currency => {
  if (!isCurrency(text)) throw new RefusedChange(`"${text}" is no currency of ISO 4217.`, option)
  return text
}

/** Amounts per currency, each like EUR=100000 with two implied decimals; `none` is no amount, where that is allowed. */
export const amounts = (texts: readonly string[], option: string): Record<Currency, bigint> =>
  Object.fromEntries(
    texts.map((one) => {
      const [name = '', amount = ''] = one.split('=')
      if (!isCurrency(name)) throw new RefusedChange(`"${one}" is not like EUR=100000 (two implied decimals).`, option)
      const read = fromConnectAmount(name, whole(amount, option), option)
      if (!read.ok) throw new RefusedChange(`${read.refusals[0]?.message}`, option)
      return [name, read.value.minor]
    }),
  )

/** Amounts after a change: EUR=100000 sets one, EUR=none takes it away, the others stay. */
export const changedAmounts = (
  before: Readonly<Record<Currency, bigint>>,
  texts: readonly string[] = [],
  option: string,
): Record<Currency, bigint> => {
  const isGone = (text: string) => text.endsWith('=none')
  const gone = texts.filter(isGone).map((text) => currency(text.slice(0, -'=none'.length), option))
  const kept = Object.entries(before).filter(([name]) => !gone.includes(name))
  return {
    ...Object.fromEntries(kept),
    ...amounts(
      texts.filter((text) => !isGone(text)),
      option,
    ),
  }
}

/** A text that is not blank. */
export const text = (given: string, option: string): string => {
  if (given.trim() === '' || given.length > 2000)
    throw new RefusedChange(`a text of 1 to 2000 characters is expected.`, option)
  return given.trim()
}

/** One of some words. */
export const oneOf = <T extends string>(given: string, words: readonly T[], option: string): T => {
  const found = words.find((word) => word === given)
  if (found === undefined) throw new RefusedChange(`${words.join(', ')} are there, not "${given}".`, option)
  return found
}

export const country = (given: string, option = '--country'): string => {
  if (!/^[A-Z]{2}$/.test(given)) throw new RefusedChange(`two capital letters of ISO 3166 are expected.`, option)
  return given
}
