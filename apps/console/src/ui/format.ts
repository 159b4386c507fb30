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

/** The user's time zone, in short. */
export const zoneName = (): string =>
  new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts().find(({ type }) => type === 'timeZoneName')
    ?.value ?? ''

/** "22 Nov 2026, 15:04", with seconds where they are asked for; the month is always a word. */
export const timeText = (at: string, withSeconds = false): string =>
  new Intl.DateTimeFormat(languageNow() === 'en' ? 'en-GB' : languageNow(), {
    dateStyle: 'medium',
    timeStyle: withSeconds ? 'medium' : 'short',
    hourCycle: 'h23',
  }).format(new Date(at))

/** A day that is nobody's instant, as "22 Nov 2026"; it does not shift with the zone. */
export const dayText = (day: string): string =>
  new Intl.DateTimeFormat(languageNow() === 'en' ? 'en-GB' : languageNow(), {
    dateStyle: 'medium',
    timeZone: 'UTC',
  }).format(new Date(`${day.slice(0, 10)}T00:00Z`))

/** A day of the user's zone as the instant at which it begins, `later` days on. */
export const beginOf = (day: string, later = 0): string => {
  const begin = new Date(`${day}T00:00`)
  begin.setDate(begin.getDate() + later)
  return begin.toISOString()
}
