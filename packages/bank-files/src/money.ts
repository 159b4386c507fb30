import type { FileFault } from './faults.ts'
import type { Money } from './records.ts'

const noDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const twoDecimals =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC ' +
  'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
  'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR ' +
  'NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT ' +
  'TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG'
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND'
/** Old files name currencies that are gone. */
const goneNoDecimals = 'BEF ESP GRD ITL LUF PTE'
const goneTwoDecimals = 'ANG ATS BGN CUC CYP DEM EEK FIM FRF HRK IEP LTL LVL MTL NLG SIT SKK SLL ZWL'

/** How many decimals a currency has. Source: ISO 4217. */
export const decimals: ReadonlyMap<string, number> = new Map(
  [`${noDecimals} ${goneNoDecimals}`, '', `${twoDecimals} ${goneTwoDecimals}`, threeDecimals, 'CLF UYW'].flatMap(
    (codes, exponent) => codes.split(' ').map((code) => [code, exponent] as const),
  ),
)

/** Text of a file as it can stand in a message. */
export const quote = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** What is wrong with an amount, and of which kind it is. */
export type AmountFault = { readonly reason: 'amount' | 'currency'; readonly message: FileFault }

/** Reads an amount to its last digit, or says what is wrong; decimals that the currency lacks must be zeros. */
export const readAmount = (text: string, currency: string, point: '.' | ','): Money | AmountFault => {
  const exponent = decimals.get(currency)
  if (exponent === undefined) return { reason: 'currency', message: `${quote(currency)} is no currency of ISO 4217` }
  const [whole = '', fraction = '', ...more] = text.split(point)
  if (more.length > 0 || !/^\d{1,23}$/.test(whole + fraction)) {
    return { reason: 'amount', message: `${quote(text)} is no amount` }
  }
  if (/[1-9]/.test(fraction.slice(exponent))) {
    return { reason: 'amount', message: `${quote(text)} has more decimals than ${currency}` }
  }
  return { currency, minor: BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0')) }
}
