import { addDays, type Day, digitsOf } from '../settlement/calendar.ts'
import { counterparties } from './accounts.ts'
import type { BankEntry } from './bank.ts'
import { amountOf, currencyOf, referenceOf, type Written } from './written.ts'

const shortDay = (day: Day): string => digitsOf(day).slice(2)

const mark = (minor: bigint): string => (minor < 0n ? 'D' : 'C')

/** SWIFT wants the comma, whatever stands behind it. */
const amount = (written: Written, minor: bigint): string => {
  const text = amountOf(currencyOf(written), minor, ',')
  return text.includes(',') ? text : `${text},`
}

const balance = (written: Written, tag: '60F' | '62F', minor: bigint, day: Day): string =>
  `:${tag}:${mark(minor)}${shortDay(day)}${currencyOf(written)}${amount(written, minor)}\n`

const entryOf = (written: Written, entry: BankEntry, index: number): string => {
  const { minor, chargesMinor, remittance } = entry
  const { name, iban, bic } = counterparties[entry.counterparty]
  const day = shortDay(written.day)
  const charges = chargesMinor === 0n ? '' : `/CHGS/${currencyOf(written)}${amount(written, chargesMinor)}/\n`
  const details = `/CNTP/${iban}/${bic}/${name}//REMI/USTD//${remittance}/`
  const lines = details.match(/.{1,65}/g)?.join('\n')
  return `:61:${day}${day.slice(2)}${mark(minor)}${amount(written, minor)}NTRFNONREF//${referenceOf(written, index)}
${charges}:86:${lines}\n`
}

/** A statement as MT940. */
export const mt940Of = (written: Written): string => {
  const { accountId, number, day, openingMinor, closingMinor, entries, copy } = written
  return [
    `:20:${shortDay(day)}-${number}-${copy}\n:25:${accountId}\n:28C:${number}/1\n`,
    balance(written, '60F', openingMinor, addDays(day, -1)),
    ...entries.map((entry, index) => entryOf(written, entry, index)),
    balance(written, '62F', closingMinor, day),
    '-\n',
  ].join('')
}
