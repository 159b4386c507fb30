import { addBusinessDays, type Day, instantAt, nextRunDay } from '@silkgate/domain'

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** The day that an instant is on in Amsterdam. */
export const dayInAmsterdam = (at: Date): Day => clock.format(at).slice(0, 10)

/** 10:00 in Amsterdam. The clocks change at night, so that noon tells for the whole day. */
export const tenOf = (day: Day): Date => {
  const noon = instantAt(day, 0, 12)
  const ahead = Number(clock.format(noon).slice(11, 13)) - 12
  return instantAt(day, ahead, 10)
}

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

const runOf = (day: Day) => ({ day, at: tenOf(day) })

/** The latest run that is due: one that a gateway which was away has missed is not made up for. */
export const latestRunUntil = (first: { readonly day: Day; readonly at: Date }, now: Date) => {
  let found = first
  for (let next = runOf(nextRunDay(found.day)); next.at <= now; next = runOf(nextRunDay(found.day))) found = next
  return found
}
