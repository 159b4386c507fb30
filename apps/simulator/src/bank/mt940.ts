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

/** SWIFT has no other letters, and a slash ends a field. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '.').replaceAll('/', '-')

/** What :86: says, in the Dutch way. */
const detailsOf = ({ minor, remittance, counterparty, transfers }: BankEntry): string => {
  if (counterparty !== undefined) {
    const { name, iban, bic } = counterparties[counterparty]
    return `/CNTP/${iban}/${bic}/${name}//REMI/USTD//${remittance}/`
  }
  const [first, another] = transfers
  if (first === undefined || another !== undefined) {
    return `/PREF/${first?.instructed.paymentInformationId ?? ''}//REMI/USTD//${remittance}/`
  }
  const { instructed, returned } = first
  const other = minor < 0n || returned !== undefined ? instructed.creditor : instructed.debtor
  const party = `${plain(other.account)}/${other.bic ?? ''}/${plain(other.name)}`
  const back = returned === undefined ? '' : `/RTRN/${returned.code}/`
  return `${back}/EREF/${instructed.endToEndId}//CNTP/${party}//REMI/USTD//${plain(remittance)}/`
}

const entryOf = (written: Written, entry: BankEntry, index: number): string => {
  const { minor, chargesMinor } = entry
  const day = shortDay(written.day)
  const charges = chargesMinor === 0n ? '' : `/CHGS/${currencyOf(written)}${amount(written, chargesMinor)}/\n`
  const lines = detailsOf(entry)
    .match(/.{1,65}/g)
    ?.join('\n')
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
