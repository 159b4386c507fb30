import { exponentOf, type Money } from '../money/index.ts'

/** What waits for approval in one currency. */
export type WaitingTotal = Money & { readonly remittances: number }

/**
 * The total that whoever approves types again, so that it was read: that of the currency with the most remittances. Amounts of
 * two currencies are not compared. Undefined where nothing waits.
 */
export const totalToType = (totals: readonly WaitingTotal[]): WaitingTotal | undefined =>
  totals.toSorted((a, b) => b.remittances - a.remittances || (a.currency < b.currency ? -1 : 1))[0]

/** Whether a text is this total, to the last unit: "1,234.50", "1234.50 EUR" or "1.234,50". */
export const saysTotal = (typed: string, { currency, minor }: Money): boolean => {
  const figure = typed.replace(currency, '').trim()
  const exponent = exponentOf(currency)
  const form = exponent === 0 ? /^\d[\d.,'\s]*$/ : new RegExp(`^\\d[\\d.,'\\s]*[.,]\\d{${exponent}}$`)
  return form.test(figure) && BigInt(figure.replaceAll(/\D/g, '')) === minor
}
