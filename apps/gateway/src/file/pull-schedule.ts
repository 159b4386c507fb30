import type { FileSource } from './received-file.ts'

type TimeOfDay = { readonly zone: string; readonly hour: number; readonly minute: number }

/** When each side has written its files of a day; we look a minute later. */
const timesOfDay: Readonly<Record<FileSource, TimeOfDay>> = {
  alipayplus: { zone: 'Asia/Shanghai', hour: 8, minute: 1 },
  bank: { zone: 'Europe/Amsterdam', hour: 6, minute: 1 },
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
const aheadMs = (zone: string, at: Date): number => {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return Date.parse(`${clock.format(at).replace(' ', 'T')}Z`) - Math.floor(at.getTime() / 1000) * 1000
}

/** The instant of a source's time of day, so many days after the local day of `at`. */
const onDay = (source: FileSource, at: Date, days: number): Date => {
  const { zone, hour, minute } = timesOfDay[source]
  const local = at.getTime() + aheadMs(zone, at)
  const wanted = Math.floor(local / dayMs) * dayMs + days * dayMs + hour * hourMs + minute * minuteMs
  return new Date(wanted - aheadMs(zone, new Date(wanted - aheadMs(zone, at))))
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
  const { zone } = timesOfDay[source]
  return new Date(at.getTime() + aheadMs(zone, at)).toISOString().slice(0, 10).replaceAll('-', '')
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
