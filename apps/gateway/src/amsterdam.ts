import { type Day, instantAt } from '@silkgate/domain'

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** The day that an instant is on in Amsterdam. */
export const dayInAmsterdam = (at: Date): Day => clock.format(at).slice(0, 10)

/** An hour of a day in Amsterdam. The clocks change at night, so that noon tells for the whole day. */
export const hourInAmsterdam = (day: Day, hour: number): Date => {
  const noon = instantAt(day, 0, 12)
  const ahead = Number(clock.format(noon).slice(11, 13)) - 12
  return instantAt(day, ahead, hour)
}
