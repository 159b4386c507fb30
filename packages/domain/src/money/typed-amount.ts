import { ok, type Result, refuse } from '../kernel/index.ts'
import { type Currency, exponentOf } from './currency.ts'
import { type Money, merchantStep, money } from './money.ts'

const typed = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d*))?$/

/**
 * Reads an amount that a person typed: "1500", "1,500.00". Refuses what the currency cannot express, with what to enter instead.
 * `propertyName` is the field that it stood in.
 */
export const readTypedAmount = (currency: Currency, text: string, propertyName: string): Result<Money> => {
  const no = (message: string) => refuse({ error: 'INVALID_VALUE', propertyName, message })
  const [, grouped, decimals = ''] = typed.exec(text.trim()) ?? []
  const exponent = exponentOf(currency)
  if (grouped === undefined) {
    return no(`Enter an amount in digits, as ${exponent === 0 ? '1500' : `15.${'0'.repeat(exponent)}`}.`)
  }
  const whole = grouped.replaceAll(',', '')
  if (/[1-9]/.test(decimals.slice(exponent)) || (exponent === 0 && decimals !== '')) {
    const remedy = exponent === 0 ? `no decimals: enter ${whole}` : `${exponent} decimals`
    return no(`${currency} has ${remedy}, not ${text.trim()}.`)
  }
  const minor = BigInt(`${whole}${decimals.slice(0, exponent).padEnd(exponent, '0')}`)
  if (minor === 0n) return no('Enter an amount above zero.')
  if (minor % merchantStep(currency) !== 0n) return no(`${currency} moves in steps of 0.010 here.`)
  return ok(money(currency, minor))
}
