import { addDays, type Day } from '../settlement/calendar.ts'

// It takes long to make, and little to use.
const inAmsterdam = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Amsterdam', timeZoneName: 'longOffset' })

/** An instant of a day in Amsterdam as ISO 8601 writes it. The clocks change at night, so that noon tells for the whole day. */
const amsterdam = (day: Day, time: string): string => {
  const offset = inAmsterdam.formatToParts(new Date(`${day}T12:00:00Z`)).find(({ type }) => type === 'timeZoneName')
  return `${day}T${time}${offset?.value.slice(3)}`
}

/** When the bank closes a day: 18:00 in Amsterdam. */
export const closesAt = (day: Day): Date => new Date(amsterdam(day, '18:00:00'))

/** When the statement of a day is there, as a bank writes it: 06:00 in Amsterdam of the next calendar day. */
export const statementTime = (day: Day): string => amsterdam(addDays(day, 1), '06:00:00')

/** When a statement comes that is late: 30 hours later, behind that of the next day. */
export const lateStatementAt = (day: Day): Date => new Date(Date.parse(statementTime(day)) + 30 * 3_600_000)

/** Which day it is in Amsterdam. */
export const bankDayOf = (at: Date): Day =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' }).format(at)
