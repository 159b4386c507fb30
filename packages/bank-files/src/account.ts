import { decimals } from './money.ts'

const form = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/

/** Whether a text has the form of an IBAN. */
export const looksLikeIban = (text: string): boolean => form.test(text)

/** Whether its check digits are right too, by ISO 7064 (mod 97-10). */
const isIban = (text: string): boolean => {
  if (!looksLikeIban(text)) return false
  const digits = [...text.slice(4), ...text.slice(0, 4)].map((each) => Number.parseInt(each, 36)).join('')
  return BigInt(digits) % 97n === 1n
}

/** An account as a bank writes it: an IBAN, in :25: perhaps with its currency behind it, or a name of the bank's own. */
export const readAccount = (text: string): { id: string; iban?: string; currency?: string } => {
  const packed = text.replaceAll(' ', '').toUpperCase()
  const [iban, currency] = [packed.slice(0, -3), packed.slice(-3)]
  if (!isIban(packed) && looksLikeIban(iban) && decimals.has(currency)) return { id: iban, iban, currency }
  return looksLikeIban(packed) ? { id: packed, iban: packed } : { id: text.trim() }
}
