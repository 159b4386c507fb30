import { type Money, merchantStep, money } from '../money/index.ts'

/**
 * How our fees are taxed. Exempt: a service about payments, Article 135(1)(d) of the VAT Directive (2006/112/EC). Reverse charge:
 * the merchant accounts for it, Articles 44 and 196. Outside: the merchant is not in the EU, Article 44. Else VAT is charged.
 */
export const vatTreatments = {
  exempt: { category: 'E', says: 'Exempt from VAT: Article 135(1)(d) of Directive 2006/112/EC' },
  reverse_charge: { category: 'AE', says: 'Reverse charge: Articles 44 and 196 of Directive 2006/112/EC' },
  outside: { category: 'O', says: 'Outside the scope of VAT: Article 44 of Directive 2006/112/EC' },
  charged: { category: 'S', says: 'VAT' },
} as const

export type VatTreatment = keyof typeof vatTreatments

/** What is agreed about VAT with a merchant. */
export type VatTerms = {
  readonly treatment: VatTreatment
  /** Hundredths of a percent; 0 where none is charged. */
  readonly rateBasisPoints: bigint
  /** What an invoice says about it: why there is no VAT. */
  readonly says: string
  /** The merchant's, with its country in front; undefined where it has none. */
  readonly vatId: string | undefined
}

/** What holds for a merchant about which nothing is said. */
export const defaultVatTerms: VatTerms = {
  treatment: 'exempt',
  rateBasisPoints: 0n,
  says: vatTreatments.exempt.says,
  vatId: undefined,
}

/**
 * The VAT of an amount, once for the whole of an invoice: half a step goes away from zero, and steps are those that merchants can
 * be shown. Source: EN 16931, BR-CO-17, which rounds so.
 */
export const vatOf = (net: Money, rateBasisPoints: bigint): Money => {
  const step = merchantStep(net.currency)
  const size = net.minor < 0n ? -net.minor : net.minor
  const vat = ((2n * size * rateBasisPoints + 10_000n * step) / (20_000n * step)) * step
  return money(net.currency, net.minor < 0n ? -vat : vat)
}

/**
 * The VAT that goes back with a part of what was invoiced: so much that all parts, once nothing is left, have given back what
 * was charged, to the last unit. `before` is what earlier parts came to.
 */
export const vatGivenBack = (net: Money, before: Money, rateBasisPoints: bigint): Money => {
  const together = vatOf(money(net.currency, before.minor + net.minor), rateBasisPoints)
  return money(net.currency, together.minor - vatOf(before, rateBasisPoints).minor)
}
