import type { Language } from '@silkgate/domain'
import { type Html, html } from './html.ts'
import { texts } from './language/index.ts'

/** English as Europe writes its dates; the script does the same. */
const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language)

/** The month as a word, or as Chinese writes it: never a figure that could be a day. */
const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
const clock = { hour: '2-digit', minute: '2-digit' } as const

const write = (at: Date, language: Language, form: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(localeOf(language), { hourCycle: 'h23', timeZone: 'UTC', ...form }).format(at)

const timeHtml = (at: Date, form: 'clock' | 'moment', text: string): Html =>
  html`<time datetime="${at.toISOString()}" title="${at.toISOString()}" data-form="${form}">${text} UTC</time>`

/** A time of day, in UTC; the script rewrites it in the zone of the person who reads. */
export const clockHtml = (at: Date, language: Language): Html => timeHtml(at, 'clock', write(at, language, clock))

/** A date with its time of day, as `clockHtml`. */
export const momentHtml = (at: Date, language: Language): Html =>
  timeHtml(at, 'moment', write(at, language, { ...day, ...clock, second: '2-digit' }))

/** A date without a time of day, which is the same in every zone: "1 Nov 2026". */
export const dateText = (date: Date, language: Language): string => write(date, language, day)

/** Below this the countdown stops being calm. */
const lateMs = 150_000

const leftText = (leftMs: number): string => {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

type Countdown = { readonly now: Date; readonly expiresAt: Date; readonly language: Language }

/** How long there is to pay, by the server's clock. It is read out by the script, thrice; never second by second. */
export const countdownHtml = ({ now, expiresAt, language }: Countdown): Html => {
  const { page } = texts[language]
  const leftMs = expiresAt.getTime() - now.getTime()
  const instants = html`data-now="${now.getTime()}" data-until="${expiresAt.getTime()}"`
  const says = page.saidAtTheEnd.join('|')
  const figure = html`<span role="timer" ${instants} data-says="${says}">${leftText(leftMs)}</span>`
  return html`<p class="countdown${leftMs <= lateMs && ' late'}">${page.timeLeft(figure, clockHtml(expiresAt, language))}
<noscript><br>${page.madeAt(clockHtml(now, language))}</noscript></p>`
}
