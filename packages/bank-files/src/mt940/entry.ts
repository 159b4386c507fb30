import { looksLikeIban } from '../iban.ts'
import { readAmount } from '../money.ts'
import { present } from '../present.ts'
import type { Charge, Entry, Money, Position } from '../records.ts'
import { readDetails } from './details.ts'
import { type EntryLine, isFault } from './fields.ts'

/** The amount and the charges that SWIFT lets a bank write into the details: /OCMT/ and /CHGS/. */
const wordAmount = (text: string, word: 'OCMT' | 'CHGS'): Money | undefined => {
  const [, currency, digits] = new RegExp(`/${word}/([A-Z]{3})(\\d+,\\d*)`).exec(text) ?? []
  const amount = currency === undefined || digits === undefined ? undefined : readAmount(digits, currency, ',')
  return amount === undefined || isFault(amount) ? undefined : amount
}

/** An entry of :61: and its :86:. MT940 has no payments below it: it has one transaction, with all that is known of it. */
export const toEntry = (
  known: { readonly statement: number; readonly number: number; readonly at: Position },
  read: EntryLine,
  lines: readonly string[],
): Entry => {
  const { references, remittance, counterparty, returned, purpose, code } = readDetails(lines)
  const information = [read.supplement ?? [], ...lines].flat().join('\n')
  const supplementIban = read.supplement?.split('\n')[0]?.trim() ?? ''
  const party =
    counterparty?.iban === undefined && looksLikeIban(supplementIban)
      ? { ...counterparty, iban: supplementIban }
      : counterparty
  const charge = wordAmount(information, 'CHGS')
  const charges: readonly Charge[] = charge === undefined ? [] : [{ amount: charge }]
  const isReturned = returned ?? (read.type.endsWith('RTI') ? { information: [] } : undefined)
  const { amount, direction } = read
  return {
    kind: 'entry',
    ...known,
    amount,
    direction,
    isReversal: read.isReversal,
    status: read.isExpected ? 'PDNG' : 'BOOK',
    ...present({
      bookingDate: read.bookingDate,
      valueDate: read.valueDate,
      reference: read.reference,
      bankReference: read.bankReference,
      instructedAmount: wordAmount(information, 'OCMT'),
      information: information.trim() === '' ? undefined : information,
    }),
    code: code === undefined ? { proprietary: read.type } : { proprietary: `${read.type}+${code}`, issuer: 'DK' },
    charges,
    batches: [],
    transactions: [
      {
        references,
        amount,
        direction,
        charges: [],
        remittance,
        creditorReferences: [],
        ...present({ counterparty: party, returned: isReturned, purpose }),
      },
    ],
  }
}
