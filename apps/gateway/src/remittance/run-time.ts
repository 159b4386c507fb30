import { addBusinessDays, type Day, nextRunDay } from '@silkgate/domain'
import { dayInAmsterdam, hourInAmsterdam } from '../amsterdam.ts'

/** The first run after something was posted, or the one after the last; undefined while nothing is posted. */
export const nextRunAt = (last: {
  readonly day: Day | undefined
  readonly firstPosting: Date | undefined
}): { readonly day: Day; readonly at: Date } | undefined => {
  const { day, firstPosting } = last
  if (day !== undefined) return runOf(nextRunDay(day))
  if (firstPosting === undefined) return undefined
  const first = runOf(addBusinessDays(dayInAmsterdam(firstPosting), 0))
  return first.at > firstPosting ? first : runOf(nextRunDay(first.day))
}

/** At 10:00 in Amsterdam. */
const runOf = (day: Day) => ({ day, at: hourInAmsterdam(day, 10) })

/** The latest run that is due: one that a gateway which was away has missed is not made up for. */
export const latestRunUntil = (first: { readonly day: Day; readonly at: Date }, now: Date) => {
  let found = first
  for (let next = runOf(nextRunDay(found.day)); next.at <= now; next = runOf(nextRunDay(found.day))) found = next
  return found
}
