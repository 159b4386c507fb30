import { dayAt, isBusinessDay } from '../calendar/index.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Longer than any weekend with holidays: then a person is told that the order is overdue, and the daily look is enough. */
const lastLookMs = 6 * 24 * hourMs

/**
 * When the bank's folder is looked at after an instant for the answer to a file that was sent: after 5 and 30 minutes, then every
 * hour of a business day; undefined once it is overdue.
 */
export const nextAnswerLook = (sentAt: Date, after: Date): Date | undefined => {
  const looks = [5 * minuteMs, 30 * minuteMs].map((wait) => new Date(sentAt.getTime() + wait))
  const soon = looks.find((at) => at > after)
  if (soon !== undefined) return soon
  const begun = Math.floor((after.getTime() - sentAt.getTime() - 30 * minuteMs) / hourMs)
  for (let hour = begun + 1; hour * hourMs <= lastLookMs; hour += 1) {
    const at = new Date(sentAt.getTime() + 30 * minuteMs + hour * hourMs)
    if (isBusinessDay(dayAt(at, 0))) return at
  }
  return undefined
}
