import { formatMoney } from '@silkgate/domain'
import { languageNow } from './texts.ts'

/** An amount as the API gives it: the currency's smallest unit, as text. */
export type Amount = { readonly currency: string; readonly minor: string }

/** The figure alone, exact and grouped: "1,234.50", with a true minus. */
export const figureOf = ({ currency, minor }: Amount): string => {
  const [decimal = ''] = formatMoney({ currency, minor: BigInt(minor) }).split(' ')
  const digits = decimal.split('.')[1]?.length ?? 0
  const grouped = new Intl.NumberFormat(languageNow(), { minimumFractionDigits: digits, maximumFractionDigits: digits })
  // Exact for any length: it is given the text.
  return grouped.format(decimal as Intl.StringNumericLiteral).replace('-', '−')
}

export const amountText = (amount: Amount): string => `${figureOf(amount)} ${amount.currency}`

/** The browser's time zone. */
export const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Every zone that there is, UTC first. */
export const zones = (): readonly string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
]

const keptZone = 'silkgate.zone'

/** The zone that was chosen in place of the browser's. */
export const zoneChosen = (): string | undefined => {
  const zone = localStorage.getItem(keptZone)
  return zone !== null && zones().includes(zone) ? zone : undefined
}

/** Shows every time in this zone from now on; empty for the browser's. */
export const chooseZone = (zone: string): void => {
  if (zone === '') localStorage.removeItem(keptZone)
  else localStorage.setItem(keptZone, zone)
  location.reload()
}

let zoneOfPage: string | undefined
/** The zone in which times are shown; it changes with the page alone. */
const zoneNow = (): string => {
  zoneOfPage ??= zoneChosen() ?? browserZone()
  return zoneOfPage
}

/** The time zone, in short. */
export const zoneName = (): string =>
  new Intl.DateTimeFormat('en', { timeZone: zoneNow(), timeZoneName: 'short' })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')?.value ?? ''

/** "22 Nov 2026, 15:04", with seconds where they are asked for; the month is always a word. */
export const timeText = (at: string, withSeconds = false): string =>
  new Intl.DateTimeFormat(languageNow() === 'en' ? 'en-GB' : languageNow(), {
    dateStyle: 'medium',
    timeStyle: withSeconds ? 'medium' : 'short',
    hourCycle: 'h23',
    timeZone: zoneNow(),
  }).format(new Date(at))

/** A day that is nobody's instant, as "22 Nov 2026"; it does not shift with the zone. */
export const dayText = (day: string): string =>
  new Intl.DateTimeFormat(languageNow() === 'en' ? 'en-GB' : languageNow(), {
    dateStyle: 'medium',
    timeZone: 'UTC',
  }).format(new Date(`${day.slice(0, 10)}T00:00Z`))

/** By how much a clock of the zone is ahead of UTC then. */
const aheadMs = (at: number): number => {
  const form = { timeZone: zoneNow(), hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' } as const
  return Date.parse(`${new Intl.DateTimeFormat('sv-SE', form).format(at).replace(' ', 'T')}Z`) - at
}

/** The day of the zone on which an instant is, as 2026-11-22. */
export const zoneDayOf = (at: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zoneNow(), dateStyle: 'short' }).format(new Date(at))

/** A day of the zone as the instant at which it begins, `later` days on. */
export const beginOf = (day: string, later = 0): string => {
  const asUtc = Date.parse(`${day}T00:00Z`) + later * 86_400_000
  // The second look is right also where the clocks change in between.
  return new Date(asUtc - aheadMs(asUtc - aheadMs(asUtc))).toISOString()
}
