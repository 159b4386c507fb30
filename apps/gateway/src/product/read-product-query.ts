import {
  fromConnectAmount,
  isCurrency,
  isLocale,
  type Language,
  languageOf,
  type Money,
  money,
  ok,
  type Refusal,
  type Result,
  refuse,
  type Wish,
} from '@silkgate/domain'
import { invalid, missing } from '../http/schema.ts'

export type ProductQuery = {
  readonly wish: Wish
  readonly language: Language
  /** What the answer leaves out, by Connect's names; those that we do not know leave out nothing. */
  readonly hide: ReadonlySet<string>
}

/** The value of a parameter; the SDKs write "undefined" and "null" for what is not there. */
const parameter = (query: URLSearchParams, name: string): string | undefined => {
  const value = query.get(name)?.trim()
  return value === undefined || ['', 'undefined', 'null'].includes(value) ? undefined : value
}

const readFlag = (query: URLSearchParams, name: string): Result<boolean> => {
  const value = parameter(query, name)?.toLowerCase()
  if (value === undefined || value === 'false') return ok(false)
  return value === 'true' ? ok(true) : refuse(invalid(name, 'true or false is expected.'))
}

const readCountry = (query: URLSearchParams): Result<string> => {
  const country = parameter(query, 'countryCode')
  if (country === undefined) return refuse(missing('countryCode'))
  if (/^[A-Z]{2}$/.test(country)) return ok(country)
  return refuse(invalid('countryCode', 'Two capital letters of ISO 3166 are expected.'))
}

const readCurrency = (query: URLSearchParams): Result<string> => {
  const currency = parameter(query, 'currencyCode')
  if (currency === undefined) return refuse(missing('currencyCode'))
  const shown = currency.slice(0, 10)
  return isCurrency(currency)
    ? ok(currency)
    : refuse(invalid('currencyCode', `"${shown}" is not a currency of ISO 4217.`))
}

/** An amount with two implied decimals. Nothing is an amount too: a basket may be empty still. */
const readAmount = (query: URLSearchParams, currency: string): Result<Money | undefined> => {
  const value = parameter(query, 'amount')
  if (value === undefined) return ok(undefined)
  if (!/^\d{1,18}$/.test(value)) return refuse(invalid('amount', 'An integer without decimals or signs is expected.'))
  const amount = BigInt(value)
  return amount === 0n ? ok(money(currency, 0n)) : fromConnectAmount(currency, amount, 'amount')
}

/** The language of a request for texts. */
export const readLanguage = (query: URLSearchParams): Result<Language> => {
  const locale = parameter(query, 'locale')
  if (locale !== undefined && !isLocale(locale)) return refuse(invalid('locale', 'A locale such as nl_NL is expected.'))
  return ok(languageOf(locale))
}

/** The product that a request names, where it names one: undefined for none. */
export const readProductId = (query: URLSearchParams): string | undefined => parameter(query, 'paymentProductId')

const refusalsOf = (...results: readonly Result<unknown>[]): readonly Refusal[] =>
  results.flatMap((result) => (result.ok ? [] : result.refusals))

/** Reads what a merchant or its page asks about products; everything that is wrong or missing is named at once. */
export const readProductQuery = (query: URLSearchParams): Result<ProductQuery> => {
  const [country, currency, language] = [readCountry(query), readCurrency(query), readLanguage(query)]
  const [isRecurring, isInstallments] = [readFlag(query, 'isRecurring'), readFlag(query, 'isInstallments')]
  // Where the currency is wrong, the amount is read as one of two decimals.
  const amount = readAmount(query, currency.ok ? currency.value : 'EUR')
  if (country.ok && currency.ok && language.ok && isRecurring.ok && isInstallments.ok && amount.ok) {
    return ok({
      wish: {
        countryCode: country.value,
        currency: currency.value,
        isRecurring: isRecurring.value,
        isInstallments: isInstallments.value,
        ...(amount.value === undefined ? {} : { amount: amount.value }),
      },
      language: language.value,
      hide: new Set(query.getAll('hide').flatMap((value) => value.split(','))),
    })
  }
  return refuse(...refusalsOf(country, currency, language, amount, isRecurring, isInstallments))
}
