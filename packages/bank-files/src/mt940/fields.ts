import { fullYear, readDayNear, readShortDate } from '../dates.ts'
import type { FileFault } from '../faults.ts'
import { quote, readAmount } from '../money.ts'
import { present } from '../present.ts'
import type { Direction, Money, Problem } from '../records.ts'

/** What is wrong with a field. */
export type Fault = { readonly reason: Problem['reason']; readonly message: FileFault }

export const isFault = (read: object): read is Fault => 'message' in read

const syntax = (text: string, form: 'balance' | 'entry' | 'number of a statement' | 'total'): Fault => ({
  reason: 'syntax',
  message: `${quote(text)} is no ${form}`,
})

/** Reads :60a:, :62a:, :64: and :65: — C or D, YYMMDD, currency, amount with a comma. */
export const readBalanceField = (text: string): { amount: Money; date?: string; fault?: Fault } | Fault => {
  const [, mark, day = '', currency = '', digits = ''] = /^([CD])(\d{6})([A-Z]{3})(\d+,\d*)$/.exec(text.trim()) ?? []
  if (mark === undefined) return syntax(text, 'balance')
  const amount = readAmount(digits, currency, ',')
  if (isFault(amount)) return amount
  const signed = mark === 'C' ? amount : { ...amount, minor: -amount.minor }
  const date = readShortDate(day)
  return date === undefined ? { amount: signed, fault: noDay(day) } : { amount: signed, date }
}

const noDay = (day: string): Fault => ({ reason: 'date', message: `${quote(day)} is no day of the calendar` })

/** An entry as :61: has it. */
export type EntryLine = {
  readonly amount: Money
  readonly direction: Direction
  readonly isReversal: boolean
  readonly isExpected: boolean
  readonly type: string
  readonly valueDate?: string
  readonly bookingDate?: string
  readonly reference?: string
  readonly bankReference?: string
  readonly supplement?: string
  readonly faults: readonly Fault[]
}

const entryForm = /^(\d{6})(\d{4})?(R?|E)([CD])([A-Z])?(\d+,\d*)([A-Z][A-Z0-9]{3})(.*)$/

/** A reference, unless it says that there is none, or that it stands in :86:. */
const given = (text: string): string | undefined => {
  const trimmed = text.trim()
  return trimmed === '' || /^(NONREF|NOTPROVIDED|(EREF|KREF|MARF|PREF)\+?)$/.test(trimmed) ? undefined : trimmed
}

/**
 * Reads :61: and its second line. The letter of the currency that some banks put before the amount is skipped. RC takes a credit
 * back, so money leaves; RD gives a debit back.
 */
export const readEntryField = (lines: readonly string[], currency: string | undefined): EntryLine | Fault => {
  const [first = '', ...more] = lines
  const [, value, day, kind, mark, , digits = '', type = '', rest = ''] = entryForm.exec(first.trim()) ?? []
  if (value === undefined) return syntax(first, 'entry')
  if (currency === undefined) return { reason: 'currency', message: 'Nothing before says the currency' }
  const amount = readAmount(digits, currency, ',')
  if (isFault(amount)) return amount
  const isReversal = kind === 'R'
  const valueDate = readShortDate(value)
  const bookingDate = day === undefined ? valueDate : readDayNear(day, fullYear(value.slice(0, 2)), valueDate)
  const slashes = rest.indexOf('//')
  return {
    amount,
    direction: (mark === 'C') === isReversal ? 'debit' : 'credit',
    isReversal,
    isExpected: kind === 'E',
    type,
    ...present({
      valueDate,
      bookingDate,
      reference: given(slashes < 0 ? rest : rest.slice(0, slashes)),
      bankReference: slashes < 0 ? undefined : given(rest.slice(slashes + 2)),
      supplement: more.length === 0 ? undefined : more.join('\n'),
    }),
    faults: [
      ...(valueDate === undefined ? [noDay(value)] : []),
      ...(day !== undefined && bookingDate === undefined ? [noDay(day)] : []),
    ],
  }
}

/** Reads :28C: — number and page; a bank that does not count writes 0. */
export const readSequence = (text: string): { sequence?: bigint; page?: bigint } | Fault => {
  const [, number, page] = /^(\d{1,9})(?:\/(\d{1,9}))?$/.exec(text.trim()) ?? []
  if (number === undefined) return syntax(text, 'number of a statement')
  const counted = (digits: string | undefined) => (BigInt(digits ?? 0) === 0n ? undefined : BigInt(digits ?? 0))
  return present({ sequence: counted(number), page: counted(page) })
}

/** Reads :90D: and :90C: — how many, currency, sum. */
export const readTotalField = (text: string): { count: number; currency: string; sum: string } | Fault => {
  const [, count, currency, sum] = /^(\d{1,5})([A-Z]{3})(\d+,\d*)$/.exec(text.trim()) ?? []
  if (count === undefined || currency === undefined || sum === undefined) return syntax(text, 'total')
  const amount = readAmount(sum, currency, ',')
  return isFault(amount) ? amount : { count: Number(count), currency, sum }
}

/** Reads :13D: — date, time, distance from UTC; undefined where it is none. */
export const readMoment = (text: string): string | undefined => {
  const [, day = '', hour, minute, sign, more] = /^(\d{6})(\d{2})(\d{2})(?:([+-])(\d{4}))?$/.exec(text.trim()) ?? []
  const date = readShortDate(day)
  if (date === undefined) return undefined
  return `${date}T${hour}:${minute}:00${more === undefined ? '' : `${sign}${more.slice(0, 2)}:${more.slice(2)}`}`
}
