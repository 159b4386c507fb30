import { type Html, html } from './html.ts'

const clockForm = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
})

const momentForm = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
})

const timeHtml = (at: Date, form: 'clock' | 'moment', text: string): Html =>
  html`<time datetime="${at.toISOString()}" title="${at.toISOString()}" data-form="${form}">${text}</time>`

/** A time of day, in UTC; the script rewrites it in the zone of the person who reads. */
export const clockHtml = (at: Date): Html => timeHtml(at, 'clock', clockForm.format(at))

/** A date with its time of day, as `clockHtml`. */
export const momentHtml = (at: Date): Html => timeHtml(at, 'moment', momentForm.format(at))

/** Below this the countdown stops being calm. */
const lateMs = 150_000

const leftText = (leftMs: number): string => {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** How long there is to pay, by the server's clock. It is read out by the script, thrice; never second by second. */
export const countdownHtml = ({ now, expiresAt }: { now: Date; expiresAt: Date }): Html => {
  const leftMs = expiresAt.getTime() - now.getTime()
  const instants = html`data-now="${now.getTime()}" data-until="${expiresAt.getTime()}"`
  const figure = html`<span role="timer" ${instants}>${leftText(leftMs)}</span>`
  const stale = html`<noscript> (it was ${clockHtml(now)} when this page was made)</noscript>`
  return html`<p class="countdown${leftMs <= lateMs && ' late'}">Time left to pay: ${figure},
until ${clockHtml(expiresAt)}${stale}</p>`
}
