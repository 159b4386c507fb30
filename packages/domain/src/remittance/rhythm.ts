import { addBusinessDays, addDays, type Day, isBusinessDay } from '../calendar/index.ts'

const friday = 5

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()

/** The day on which a week is paid that a day is in: its Friday, or the last business day before it. */
const weeklyPayoutDay = (day: Day): Day => {
  let found = addDays(day, (friday - weekdayOf(day) + 7) % 7)
  while (!isBusinessDay(found)) found = addDays(found, -1)
  return found
}

/** Whether merchants of a rhythm are paid on a day. Nobody is on a day on which TARGET is closed. */
export const isPayoutDay = (rhythm: 'daily' | 'weekly' | 'threshold', day: Day): boolean =>
  isBusinessDay(day) && (rhythm !== 'weekly' || weeklyPayoutDay(day) === day)

/** The business day of the run after one. */
export const nextRunDay = (day: Day): Day => addBusinessDays(day, 1)
