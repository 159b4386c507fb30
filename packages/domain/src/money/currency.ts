/** ISO 4217 alphabetic code of a currency we know. */
export type Currency = string

const noDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const twoDecimals =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC ' +
  'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
  'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR ' +
  'NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT ' +
  'TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG'
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND'

/** How many decimals a currency has. Source: ISO 4217, not CLDR, which gives IDR none. Kept sorted for the reference. */
const exponents: ReadonlyMap<Currency, 0 | 2 | 3> = new Map([
  ...noDecimals.split(' ').map((code) => [code, 0] as const),
  ...twoDecimals.split(' ').map((code) => [code, 2] as const),
  ...threeDecimals.split(' ').map((code) => [code, 3] as const),
])

export const isCurrency = (text: string): text is Currency => exponents.has(text)

/** Decimals of a currency; throws for a code that is not in ISO 4217 (ask `isCurrency` first where the code is input). */
export const exponentOf = (currency: Currency): 0 | 2 | 3 => {
  const exponent = exponents.get(currency)
  if (exponent === undefined) throw new Error(`Broken invariant: "${currency}" is no ISO 4217 currency`)
  return exponent
}

export const currencies: readonly Currency[] = [...exponents.keys()].sort()
