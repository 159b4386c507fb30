import { ok, type Result, refuse } from '../kernel/index.ts'
import { type Currency, exponentOf } from './currency.ts'
import { formatMoney, type Money, merchantStep, money } from './money.ts'

/**
 * Reads a Connect amount: an integer with two implied decimals for every currency (1500 JPY is 150000), at most 12
 * digits. Refuses what the currency cannot express. `propertyName` is where the amount stood in the request.
 */
export const fromConnectAmount = (currency: Currency, amount: bigint, propertyName: string): Result<Money> => {
  const no = (message: string) => refuse({ error: 'INVALID_VALUE', propertyName, message })
  if (amount <= 0n) return no('The amount must be positive.')
  if (amount > 999_999_999_999n) return no('The amount has more than 12 digits.')
  const exponent = exponentOf(currency)
  if (exponent === 3) return ok(money(currency, amount * 10n))
  if (exponent === 2) return ok(money(currency, amount))
  if (amount % 100n === 0n) return ok(money(currency, amount / 100n))
  return no(
    `${currency} has no decimals: send ${(amount / 100n) * 100n} for ${formatMoney(money(currency, amount / 100n))}.`,
  )
}

/**
 * Writes an amount as Connect does. What the scheme sends finer than two decimals is cut toward zero, for display only.
 */
export const toConnectAmount = ({ currency, minor }: Money): bigint => {
  const exponent = exponentOf(currency)
  if (exponent === 3) return minor / 10n
  return exponent === 2 ? minor : minor * 100n
}

/** The lowest and the highest amount of a currency that a merchant can ask for: one step, and twelve digits. */
export const connectRange = (currency: Currency): { readonly least: Money; readonly most: Money } => {
  const most = { 0: 9_999_999_999n, 2: 999_999_999_999n, 3: 9_999_999_999_990n }[exponentOf(currency)]
  return { least: money(currency, merchantStep(currency)), most: money(currency, most) }
}
