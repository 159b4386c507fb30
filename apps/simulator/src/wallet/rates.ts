import { exponentOf, isCurrency, type Language, type Money, money } from '@silkgate/domain'
import { decimalText } from '@silkgate/page'

/** The day of the table. The rates are rounded and made for tests; they do not move. */
export const ratesDay = '2026-11-01'

/** Units of each currency for one US dollar. */
const table =
  'AED 3.6725 AFN 70 ALL 84 AMD 385 AOA 915 ARS 1400 AUD 1.53 AWG 1.79 AZN 1.7 BAM 1.69 BBD 2 BDT 121 BHD 0.376 ' +
  'BIF 2950 BMD 1 BND 1.3 BOB 6.91 BRL 5.4 BSD 1 BTN 88 BWP 13.4 BYN 3.4 BZD 2 CAD 1.39 CDF 2300 CHF 0.8 CLP 945 CNY 7.12 ' +
  'COP 3900 CRC 503 CUP 24 CVE 95.5 CZK 21.1 DJF 177.7 DKK 6.46 DOP 63 DZD 130 EGP 47.5 ERN 15 ETB 145 EUR 0.8660 FJD 2.26 ' +
  'FKP 0.75 GBP 0.755 GEL 2.71 GHS 10.9 GIP 0.755 GMD 72 GNF 8680 GTQ 7.66 GYD 209 HKD 7.7800 HNL 26.2 HTG 131 HUF 338 ' +
  'IDR 16600 ILS 3.28 INR 88 IQD 1310 IRR 42000 ISK 124 JMD 160 JOD 0.709 JPY 152.5 KES 129 KGS 87.4 KHR 4010 KMF 426 ' +
  'KPW 900 KRW 1430 KWD 0.3065 KYD 0.83 KZT 530 LAK 21700 LBP 89500 LKR 304 LRD 183 LSL 17.3 LYD 5.45 MAD 9.25 MDL 17 ' +
  'MGA 4480 MKD 53 MMK 2100 MNT 3580 MOP 8.01 MRU 39.9 MUR 45.6 MVR 15.4 MWK 1735 MXN 18.5 MYR 4.2 MZN 63.9 NAD 17.3 ' +
  'NGN 1440 NIO 36.8 NOK 10.1 NPR 141 NZD 1.75 OMR 0.3845 PAB 1 PEN 3.38 PGK 4.2 PHP 58.8 PKR 281 PLN 3.68 PYG 7080 ' +
  'QAR 3.64 RON 4.4 RSD 101.5 RUB 81 RWF 1450 SAR 3.75 SBD 8.23 SCR 13.9 SDG 600 SEK 9.48 SGD 1.3 SHP 0.755 SLE 23.2 ' +
  'SOS 571 SRD 38.5 SSP 4700 STN 21.2 SVC 8.75 SYP 11000 SZL 17.3 THB 32.4 TJS 9.2 TMT 3.5 TND 2.95 TOP 2.4 TRY 42 ' +
  'TTD 6.78 TWD 30.8 TZS 2460 UAH 42 UGX 3490 USD 1 UYU 39.9 UYI 39.9 UZS 12000 VES 220 VND 26300 VUV 121 WST 2.78 ' +
  'XAF 568 XCD 2.7 XCG 1.79 XOF 568 XPF 103 YER 239 ZAR 17.3 ZMW 22.2 ZWG 26.8'

const scale = 10_000n

/** A quotient of natural numbers as a whole one, a half to the even neighbour. Alipay+ does not round with our code. */
export const halfEven = (numerator: bigint, denominator: bigint): bigint => {
  const doubled = (numerator * 2n) / denominator
  const isExact = (numerator * 2n) % denominator === 0n
  const [whole, isHalfOrMore] = [doubled >> 1n, (doubled & 1n) === 1n]
  return isHalfOrMore && (!isExact || (whole & 1n) === 1n) ? whole + 1n : whole
}

const perDollar: ReadonlyMap<string, bigint> = new Map(
  [...table.matchAll(/([A-Z]{3}) (\d+)(?:\.(\d+))?/g)].map(([, code = '', whole = '0', part = '']) => [
    code,
    BigInt(whole) * scale + BigInt(part.padEnd(4, '0')),
  ]),
)

/** How many units of one currency Alipay+ gives for one of another, with eight decimals. */
export type Rate = { readonly from: string; readonly to: string; readonly price: bigint }

const priceScale = 100_000_000n

export const hasRate = (currency: string): boolean => isCurrency(currency) && perDollar.has(currency)

/** The rate of the table for a pair; throws where a currency has none (ask `hasRate` first). */
export const rateOf = (from: string, to: string): Rate => {
  const [base, quote] = [perDollar.get(from), perDollar.get(to)]
  if (base === undefined || quote === undefined) throw new Error(`Broken invariant: there is no rate ${from}/${to}`)
  return { from, to, price: halfEven(quote * priceScale, base) }
}

/** An amount at a rate, half to even, in the smallest unit of the other currency. */
export const convert = (amount: Money, rate: Rate): Money => {
  const up = 10n ** BigInt(exponentOf(rate.to))
  const down = 10n ** BigInt(exponentOf(rate.from)) * priceScale
  return money(rate.to, halfEven(amount.minor * rate.price * up, down))
}

const decimals = (scaled: bigint, digits: number): string => {
  const text = scaled.toString().padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** The price as messages carry it. */
export const priceText = ({ price }: Rate): string => decimals(price, 8)

/** The price as people read it: "1 EUR = 8.98383372 HKD". */
export const rateText = (rate: Rate, language: Language): string =>
  `1 ${rate.from} = ${decimalText(priceText(rate).replace(/0{1,6}$/, ''), language)} ${rate.to}`
