import { instantOfDate } from '../../http/v1hmac.ts'
import { type Habit, type Signing, type Variation, vary } from '../signing.ts'

const padding: Habit = {
  name: 'date-padding',
  says: 'The day of the month was signed with another number of digits than it was sent with.',
  looksLike: 'a Java client: RFC_1123_DATE_TIME writes 3 Jun, other formatters and HTTP libraries write 03 Jun',
  remedy: 'Format the date once, and use that text for the header and for the signature.',
}

const zoneName: Habit = {
  name: 'date-zone-name',
  says: 'The time zone of the Date was signed under another name than it was sent under.',
  looksLike: 'strftime with %Z or %z (UTC, +0000), and an HTTP library that writes the header again as GMT',
  remedy: 'Write "GMT" in both places; use one text for the header and for the signature.',
}

const twice: Habit = {
  name: 'date-taken-twice',
  says: 'Another second was signed than the one that was sent in the Date header.',
  looksLike:
    'a clock that is asked twice, once for the header and once for the signature, or a proxy that sets Date anew',
  remedy: 'Take the time once, and use that text for the header and for the signature.',
}

const localTime: Habit = {
  name: 'date-local',
  says: 'The Date was signed in local time, and sent in another zone.',
  looksLike: 'SimpleDateFormat, strftime or DateTime.Now without a zone: they take that of the machine',
  remedy: 'Format the time in GMT, and use that text for the header and for the signature.',
}

const format: Habit = {
  name: 'date-format',
  says: 'The Date was signed in another format than it was sent in.',
  looksLike: 'code made for AWS or another API that signs ISO 8601 or seconds since 1970',
  remedy: 'Sign the value of the Date header exactly as it is sent, such as "Tue, 03 Jun 2025 13:39:43 GMT".',
}

const notSigned: Habit = {
  name: 'date-not-signed',
  says: 'The line of the Date was signed empty.',
  looksLike: 'an HTTP library that adds Date after the code has signed, or a header that is read under another name',
  remedy: 'Set the Date header by yourself before signing, and sign its value.',
}

const withName: Habit = {
  name: 'date-with-name',
  says: 'The line of the Date was signed with the name of the header.',
  looksLike: 'code made for AWS or another API that signs "name:value" everywhere',
  remedy: 'Sign the value alone; only X-GCS headers are signed with their names.',
}

const otherHeader: Habit = {
  name: 'date-in-other-header',
  says: 'The date that was signed was sent in another header, not in Date.',
  looksLike: 'a browser, or an HTTP library that does not let its callers set Date',
  remedy: 'Send what is signed as the header Date. Browsers cannot: sign on your server.',
}

const stamp = (ms: number): string => new Date(ms).toUTCString()
const unpadded = (date: string): string => date.replace(/, 0(?=\d )/, ', ')

const hours = [...Array.from({ length: 27 }, (_, index) => index - 12), 5.5, 5.75, 9.5, -3.5].filter(Boolean)
const offset = (hour: number, colon: string): string => {
  const [whole, minutes] = [Math.trunc(Math.abs(hour)), (Math.abs(hour) % 1) * 60]
  return `${hour < 0 ? '-' : '+'}${String(whole).padStart(2, '0')}${colon}${String(minutes).padStart(2, '0')}`
}
const zones: Readonly<Record<number, readonly string[]>> = {
  [-8]: ['PST'],
  [-7]: ['PDT', 'MST'],
  [-5]: ['EST', 'CDT'],
  [-4]: ['EDT'],
  1: ['CET', 'BST', 'WEST'],
  2: ['CEST', 'EET', 'SAST'],
  3: ['EEST', 'MSK'],
  5.5: ['IST'],
  8: ['HKT', 'SGT', 'CST'],
  9: ['JST', 'KST'],
}

const inZones = (ms: number): string[] =>
  hours.flatMap((hour) => {
    const local = stamp(ms + hour * 3_600_000)
    const names = ['GMT', 'UTC', offset(hour, ''), offset(hour, ':'), `GMT${offset(hour, ':')}`, ...(zones[hour] ?? [])]
    const texts = names.map((name) => local.replace('GMT', name))
    return [...texts, ...texts.map(unpadded)]
  })

const inOtherFormats = (ms: number): string[] => {
  const iso = new Date(ms).toISOString()
  const basic = iso.replace(/[-:]|\.\d+/g, '')
  const spaced = iso.slice(0, 19).replace('T', ' ')
  return [iso, iso.replace('.000', ''), iso.replace('.000Z', '+00:00'), basic, spaced, String(ms), String(ms / 1000)]
}

/** What may have been signed in place of the Date that was sent. */
export const dateVariations = (
  { date: sent }: Signing,
  headers: readonly (readonly [string, string])[],
): Variation[] => {
  const others = headers
    .filter(([name]) => /date$/i.test(name) && !/^date$/i.test(name))
    .map(([, value]) => value.trim())
  const always = [
    ...vary(otherHeader, 'date', others),
    ...vary(notSigned, 'date', ['']),
    ...vary(withName, 'date', [`Date: ${sent}`, `Date:${sent}`, `date:${sent}`], { isRare: true }),
  ]
  const ms = instantOfDate(sent)
  if (ms === undefined || Number.isNaN(new Date(ms).getTime())) return always
  const styled = (text: string): string => {
    const zoned = text.replace('GMT', /(GMT|UTC|\+0000)$/.exec(sent)?.[0] ?? 'GMT')
    return /, \d /.test(sent) ? unpadded(zoned) : zoned
  }
  const seconds = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, index) => index + from).flatMap((by) => [
      styled(stamp(ms - by * 1000)),
      styled(stamp(ms + by * 1000)),
    ])
  const zoneless = sent.replace(/ (GMT|UTC|[+-]\d\d:?\d\d|Z)$/, '')
  return [
    ...vary(padding, 'date', [
      unpadded(sent),
      sent.replace(/, (\d) /, ', 0$1 '),
      sent.replace(/, (\d) /, ',  $1 '),
      sent.replace(/, 0(\d) /, ',  $1 '),
    ]),
    ...vary(twice, 'date', seconds(1, 3)),
    ...vary(
      zoneName,
      'date',
      ['GMT', 'UTC', '+0000', '+00:00', 'Z', 'GMT+00:00'].map((zone) => `${zoneless} ${zone}`),
    ),
    ...vary(zoneName, 'date', [zoneless], { isRare: true }),
    ...always,
    ...vary(twice, 'date', seconds(4, 120), { isRare: true }),
    ...vary(localTime, 'date', inZones(ms), { isRare: true }),
    ...vary(format, 'date', inOtherFormats(ms), { isRare: true }),
  ]
}
