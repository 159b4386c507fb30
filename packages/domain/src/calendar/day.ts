import { assert } from '../kernel/index.ts'

/** A calendar day, `2026-11-25`. Days compare as text. */
export type Day = string

const dayMs = 86_400_000

const midnightOf = (day: Day): number => {
  const ms = Date.parse(`${day}T00:00:00Z`)
  assert(!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day), `${day} is not a day`)
  return ms
}

/** The day that is `count` natural days later; earlier for a negative count. */
export const addDays = (day: Day, count: number): Day =>
  new Date(midnightOf(day) + count * dayMs).toISOString().slice(0, 10)

/** How many natural days lie between two days. */
export const daysBetween = (from: Day, to: Day): number => (midnightOf(to) - midnightOf(from)) / dayMs

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(midnightOf(day)).getUTCDay()

/** Midnight of a day at an offset from UTC, plus some hours. */
export const instantAt = (day: Day, offsetHours: number, hour = 0): Date =>
  new Date(midnightOf(day) + (hour - offsetHours) * 3_600_000)

/** The day that clocks show at an offset from UTC. */
export const dayAt = (instant: Date, offsetHours: number): Day =>
  new Date(instant.getTime() + offsetHours * 3_600_000).toISOString().slice(0, 10)

/** Some years of a calendar, dated: a year that no file covers is not guessed. */
export type YearsOfCalendar = {
  readonly fromYear: number
  readonly toYear: number
  /** The days that are closed besides Saturdays and Sundays. */
  readonly closed: readonly Day[]
}
