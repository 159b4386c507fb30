import type { FileSource } from './received-file.ts'

type TimeOfDay = { readonly clock: Intl.DateTimeFormat; readonly hour: number; readonly minute: number }

/** Reads the clocks of a zone. It takes long to make, and little to use. */
const clockOf = (zone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })

/** When each side has written its files of a day; we look a minute later. */
const timesOfDay: Readonly<Record<FileSource, TimeOfDay>> = {
  alipayplus: { clock: clockOf('Asia/Shanghai'), hour: 8, minute: 1 },
  bank: { clock: clockOf('Europe/Amsterdam'), hour: 6, minute: 1 },
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
const aheadMs = (clock: Intl.DateTimeFormat, at: Date): number =>
  Date.parse(`${clock.format(at).replace(' ', 'T')}Z`) - Math.floor(at.getTime() / 1000) * 1000

/** The instant of a source's time of day, so many days after the local day of `at`. */
const onDay = (source: FileSource, at: Date, days: number): Date => {
  const { clock, hour, minute } = timesOfDay[source]
  const local = at.getTime() + aheadMs(clock, at)
  const wanted = Math.floor(local / dayMs) * dayMs + days * dayMs + hour * hourMs + minute * minuteMs
  return new Date(wanted - aheadMs(clock, new Date(wanted - aheadMs(clock, at))))
}

/** The first instant after `at` at which the files of a day should be there. */
export const nextTimeOfDay = (source: FileSource, at: Date): Date => {
  const today = onDay(source, at, 0)
  return today > at ? today : onDay(source, at, 1)
}

/** The last such instant, `at` included. */
export const lastTimeOfDay = (source: FileSource, at: Date): Date => {
  const today = onDay(source, at, 0)
  return today <= at ? today : onDay(source, at, -1)
}

/** The name of the day at a source: "20261125". */
export const dayNameOf = (source: FileSource, at: Date): string => {
  const { clock } = timesOfDay[source]
  return new Date(at.getTime() + aheadMs(clock, at)).toISOString().slice(0, 10).replaceAll('-', '')
}

/** How a look at an SFTP server went. */
export type Look = {
  /** Looks again since the last time of day, before this one. */
  readonly tries: number
  readonly hasFailed: boolean
  /** When something new came last, this look included. */
  readonly broughtAt: Date | undefined
}

const mostLooksForMissing = 4

/**
 * When a source is looked at after a look at `at`, and how many looks again that makes. After a failure a quarter of an
 * hour, half an hour, one, two hours and so on after the time of day, until the next; where nothing new came, though
 * there was something the day before, up to two hours after it.
 */
export const nextLook = (source: FileSource, at: Date, look: Look): { dueAt: Date; tries: number } => {
  const next = nextTimeOfDay(source, at)
  const since = lastTimeOfDay(source, at)
  const { tries, hasFailed, broughtAt } = look
  const isMissing = broughtAt !== undefined && broughtAt < since && since.getTime() - broughtAt.getTime() < 1.5 * dayMs
  if (!hasFailed && !(isMissing && tries < mostLooksForMissing)) return { dueAt: next, tries: 0 }
  const again = new Date(at.getTime() + 15 * minuteMs * 2 ** Math.max(0, tries - 1))
  return again < next ? { dueAt: again, tries: tries + 1 } : { dueAt: next, tries: 0 }
}
