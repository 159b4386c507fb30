import { easterClosings, fixedClosings } from './target-days.ts'

/** A calendar day as ISO 8601 writes it: 2026-11-25. */
export type Day = string

const dayMs = 24 * 3_600_000
const utc8Ms = 8 * 3_600_000

/** The clearing day that an instant belongs to: from 00:00:00 to 23:59:59 UTC+8. */
export const dayOf = (at: Date): Day => new Date(at.getTime() + utc8Ms).toISOString().slice(0, 10)

export const addDays = (day: Day, count: number): Day =>
  new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10)

/** The first instant of a clearing day. */
export const startOf = (day: Day): Date => new Date(`${day}T00:00:00+08:00`)

/** When the files of a day are written: 08:00 UTC+8. */
export const filesAt = (day: Day): Date => new Date(`${day}T08:00:00+08:00`)

/** A day as file names and batch ids have it: 20261125. */
export const digitsOf = (day: Day): string => day.replaceAll('-', '')

/** Whether the calendar has the year of a day; in a year that it lacks, Good Friday and Easter Monday count as open. */
export const isInCalendar = (day: Day): boolean => Object.hasOwn(easterClosings, day.slice(0, 4))

/** Whether TARGET is open, which is Alipay+'s Common Business Day in the sandbox. */
export const isBusinessDay = (day: Day): boolean => {
  const monthAndDay = day.slice(5)
  const easter: readonly string[] = easterClosings[day.slice(0, 4)] ?? []
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
  return !isWeekend && !fixedClosings.includes(monthAndDay) && !easter.includes(monthAndDay)
}

/** The so-many-th business day after a day, which may be none itself. */
export const businessDayAfter = (day: Day, count: number): Day => {
  const next = addDays(day, 1)
  const left = isBusinessDay(next) ? count - 1 : count
  return left === 0 ? next : businessDayAfter(next, left)
}
