import { isIban, looksLikeIban } from './iban.ts'
import { decimals } from './money.ts'

/** An account as a bank writes it: an IBAN, in :25: perhaps with its currency behind it, or a name of the bank's own. */
export const readAccount = (text: string): { id: string; iban?: string; currency?: string } => {
  const packed = text.replaceAll(' ', '').toUpperCase()
  const [iban, currency] = [packed.slice(0, -3), packed.slice(-3)]
  if (!isIban(packed) && looksLikeIban(iban) && decimals.has(currency)) return { id: iban, iban, currency }
  return looksLikeIban(packed) ? { id: packed, iban: packed } : { id: text.trim() }
}
