import type { ReportFault } from './faults.ts'
import { type CellType, type CellValues, directions, feeTypes, transactionTypes } from './report-layout.ts'

const minuteMs = 60_000

/** Midnight of a day in UTC; the last one is remembered, since a file's rows are of one day. */
const midnights = { day: '', ms: 0 }

const midnightOf = (day: string): number => {
  if (day !== midnights.day) {
    const ms = Date.parse(`${day}T00:00:00Z`)
    if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return Number.NaN
    Object.assign(midnights, { day, ms })
  }
  return midnights.ms
}

const timePattern = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/

const readTime = (text: string): Date | undefined => {
  const [, day = '', hour, minute, second, fraction = '', sign, offsetHours, offsetMinutes] =
    timePattern.exec(text) ?? []
  const midnight = midnightOf(day)
  if (Number.isNaN(midnight)) return undefined
  const offset = sign === undefined ? 0 : Number(offsetHours) * 60 + Number(offsetMinutes)
  const minutes = Number(hour) * 60 + Number(minute) + (sign === '-' ? offset : -offset)
  return new Date(midnight + minutes * minuteMs + Number(second) * 1000 + Number(`${fraction}000`.slice(1, 4)))
}

const readDay = (text: string): string | undefined => {
  const [, year, month, date] = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text) ?? []
  const day = `${year}-${month}-${date}`
  return Number.isNaN(midnightOf(day)) ? undefined : day
}

/** Neither control characters nor endless. Only texts that may be too long have their characters counted. */
const controls = /\p{Cc}/u
const longestText = 256

const readText = (text: string): string | undefined => {
  if (text === '' || controls.test(text)) return undefined
  return text.length <= longestText || [...text].length <= longestText ? text : undefined
}

const readAmount = (text: string): bigint | undefined => (/^\d{1,18}$/.test(text) ? BigInt(text) : undefined)

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word | undefined =>
    words.find((word) => word === text)

const anAmount = 'a whole number of the smallest unit'

/** What a cell should be, as it is said of one that is not. */
type Expected = ReportFault extends infer Fault
  ? Fault extends `"${string}" is not ${infer What}`
    ? What
    : never
  : never

type Reader<Value> = { readonly expects: Expected; readonly read: (text: string) => Value | undefined }

/** How a cell is read. Of amounts with a direction, the sign is `signs`' to give. */
export const readers: { readonly [Type in Exclude<CellType, 'text or nothing'>]: Reader<CellValues[Type]> } = {
  text: { expects: 'a text of 1 to 256 characters', read: readText },
  count: { expects: 'a whole number', read: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined) },
  amount: { expects: anAmount, read: readAmount },
  'to us': { expects: anAmount, read: readAmount },
  'from us': { expects: anAmount, read: readAmount },
  currency: { expects: 'a currency', read: (text) => (/^[A-Z]{3}$/.test(text) ? text : undefined) },
  time: { expects: 'a time with its offset', read: readTime },
  day: { expects: 'a day', read: readDay },
  'transaction type': { expects: `one of ${transactionTypes.join(', ')}`, read: oneOf(transactionTypes) },
  'fee type': { expects: `one of ${feeTypes.join(', ')}`, read: oneOf(feeTypes) },
}

/** What an amount of a type is multiplied with, by its row's direction. */
export const signs: Partial<Readonly<Record<CellType, (direction: string) => bigint | undefined>>> = {
  'to us': (direction) => directions[direction],
  'from us': (direction) => (directions[direction] === undefined ? undefined : -directions[direction]),
}
