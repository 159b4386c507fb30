import { assert } from '../kernel/index.ts'
import { addDays, type Day, daysBetween, weekdayOf, type YearsOfCalendar } from './day.ts'
import { target2024To2030 } from './target-2024-2030.ts'

const files: readonly YearsOfCalendar[] = [target2024To2030]

const closed = new Set(files.flatMap((file) => file.closed))

/** Whether TARGET is open. Throws for a year of which there is no data, and names the year. */
export const isBusinessDay = (day: Day): boolean => {
  const year = Number(day.slice(0, 4))
  const isCovered = files.some(({ fromYear, toYear }) => fromYear <= year && year <= toYear)
  assert(
    isCovered,
    `the TARGET calendar has no data for ${year}: packages/domain/src/calendar needs a file for that year`,
  )
  return ![0, 6].includes(weekdayOf(day)) && !closed.has(day)
}

/** The `count`th business day after a day, whatever that day is; 0 gives the day itself, or the next that is open. */
export const addBusinessDays = (day: Day, count: number): Day => {
  let found = count === 0 && isBusinessDay(day)
  let passed = 0
  let next = day
  while (!found) {
    next = addDays(next, 1)
    if (isBusinessDay(next)) passed += 1
    found = passed >= Math.max(count, 1)
  }
  return next
}

/** The last day of which the calendar has data. */
export const calendarEnds: Day = `${Math.max(...files.map(({ toYear }) => toYear))}-12-31`

/** Fewer days of data than this are worth a warning. */
export const leastDaysOfCalendar = 60

/** What to say when the calendar's data is about to end; undefined while there is enough. */
export const whyCalendarEndsSoon = (today: Day): string | undefined => {
  const left = daysBetween(today, calendarEnds)
  return left < leastDaysOfCalendar
    ? `the TARGET calendar has data until ${calendarEnds}, ${left} days from ${today}: add the next years`
    : undefined
}
