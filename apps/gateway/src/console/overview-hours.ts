import { addDays, type Day, usualOf, weeksCompared } from '@silkgate/domain'
import { type DaysQuery, readFirstDay, readHours } from '../payment-day/index.ts'
import type { Db } from '../postgres/db.ts'

type Now = {
  /** A day of the books, and which of its hours has begun last. */
  readonly today: Day
  readonly hour: number
}

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour)

/**
 * The payments of today by the hour in which they were created, beside what is usual at that hour by the same weekday of the
 * weeks before, as far as there were payments then; and the same for all hours that are over.
 */
export const hoursOf = async (db: Db, query: Pick<DaysQuery, 'merchantId' | 'currency'>, { today, hour: now }: Now) => {
  const before = Array.from({ length: weeksCompared }, (_, week) => addDays(today, -7 * (week + 1)))
  const [found, first] = await Promise.all([readHours(db, [today, ...before], query), readFirstDay(db, query)])
  const compared = before.filter((day) => first !== undefined && day >= first)
  const of = new Map(found.map((one) => [`${one.day} ${one.hour}`, one]))
  const capturedIn = (day: Day, hour: number): number => of.get(`${day} ${hour}`)?.captured ?? 0
  const capturedBefore = (day: Day): number =>
    hoursOfDay.slice(0, now).reduce((sum, hour) => sum + capturedIn(day, hour), 0)
  return {
    now,
    weeks: compared.length,
    over: { captured: capturedBefore(today), usual: usualOf(compared.map(capturedBefore)) },
    rows: hoursOfDay.map((hour) => ({
      hour,
      created: of.get(`${today} ${hour}`)?.created ?? 0,
      captured: capturedIn(today, hour),
      usual: usualOf(compared.map((day) => capturedIn(day, hour))),
    })),
  }
}
