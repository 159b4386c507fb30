import { canonicalValue } from '../../http/v1hmac.ts'
import { type Habit, type Signing, type Variation, vary } from '../signing.ts'

type Header = readonly [name: string, value: string]

const noneSigned: Habit = {
  name: 'x-gcs-headers-not-signed',
  says: 'X-GCS headers were sent, and none of them was signed.',
  looksLike: 'hand-written code that signs method, Content-Type, Date and path alone',
  remedy: 'Put one line "name:value" for each X-GCS header before the path: names in lower case, sorted by name.',
}

const someNotSigned = (names: readonly string[]): Habit => ({
  name: 'x-gcs-header-not-signed',
  says: `Sent, and not signed: ${names.join(', ')}.`,
  looksLike: 'a header that is added after signing: an idempotence key set by other code, an interceptor, a proxy',
  remedy: 'Set every header that begins with X-GCS before signing, and sign all of them.',
})

const emptySigned = (name: string): Habit => ({
  name: 'x-gcs-header-not-sent',
  says: `Signed with an empty value, and not sent: ${name}.`,
  looksLike: 'an HTTP library or a proxy that drops headers without a value',
  remedy: 'Leave headers without a value out of the signature, too.',
})

const order: Habit = {
  name: 'x-gcs-order',
  says: 'The lines of the X-GCS headers were signed in another order.',
  looksLike: 'hand-written code that signs headers as they come, or sorts them before it makes the names lower case',
  remedy: 'Make the names lower case, then sort the lines by name.',
}

const nameCase: Habit = {
  name: 'x-gcs-name-case',
  says: 'The names of the X-GCS headers were signed as they are written, not in lower case.',
  looksLike: 'hand-written code that signs headers as it sends them',
  remedy: 'Sign the names in lower case: x-gcs-servermetainfo:…',
}

const blanks: Habit = {
  name: 'x-gcs-value-not-trimmed',
  says: 'Blanks before or behind the value of an X-GCS header were signed.',
  looksLike: 'a line "name: value" with a blank after the colon, or a value that is not trimmed',
  remedy: 'Sign "name:value" without a blank after the colon, and trim the value.',
}

const folds: Habit = {
  name: 'x-gcs-value-not-folded',
  says: 'The line breaks in the value of an X-GCS header were signed as they are.',
  looksLike: 'a header value over several lines, as old HTTP libraries write long ones',
  remedy: 'Replace each line break and the blanks after it by one space before signing.',
}

const collapsed: Habit = {
  name: 'x-gcs-spaces-collapsed',
  says: 'Several spaces in the value of an X-GCS header were signed as one.',
  looksLike: 'code made for AWS, where runs of spaces become one',
  remedy: 'Leave spaces inside a value as they are; only line breaks become one space.',
}

const wrapped: Habit = {
  name: 'x-gcs-base64-wrapped',
  says: 'The value of an X-GCS header was signed with the line breaks of its base64, and sent without them.',
  looksLike: 'Base64.encode64 in Ruby, encodebytes in Python, MIME encoders in Java, Base64.DEFAULT on Android',
  remedy: 'Encode without line breaks: strict_encode64, b64encode, getEncoder, NO_WRAP.',
}

const others: Habit = {
  name: 'other-headers-signed',
  says: 'Headers were signed that are not X-GCS headers.',
  looksLike: 'code that takes every header with X- or with X-GCS anywhere in its name (as the PHP SDK does)',
  remedy: 'Sign only headers whose names begin with X-GCS, or give the others another name.',
}

const separator: Habit = {
  name: 'x-gcs-separator',
  says: 'Name and value of the X-GCS headers were joined otherwise than by a colon.',
  looksLike: 'code made for another API',
  remedy: 'Write "name:value", with nothing else between.',
}

const hasGcs = ([name]: Header): boolean => /^x-gcs/i.test(name)
const nameOf = (line: string): string => line.split(':', 1)[0] ?? ''

/** Every way to leave some lines out, the fewest left out first; of many lines only one at a time. */
const withSomeLeftOut = (lines: readonly string[]): string[][] => {
  if (lines.length > 4) return lines.slice(0, 20).map((_, left) => lines.filter((_line, index) => index !== left))
  const masks = Array.from({ length: 2 ** lines.length - 2 }, (_, index) => index + 1)
  return masks.map((mask) => lines.filter((_, index) => (mask >> index) % 2 === 1)).sort((a, b) => b.length - a.length)
}

const ordersOf = (lines: readonly string[]): string[][] => {
  if (lines.length > 4) return [lines.toReversed()]
  if (lines.length <= 1) return [[...lines]]
  return lines.flatMap((first, at) => ordersOf(lines.toSpliced(at, 1)).map((rest) => [first, ...rest]))
}

const capitals: Readonly<Record<string, string>> = {
  'x-gcs-servermetainfo': 'X-GCS-ServerMetaInfo',
  'x-gcs-clientmetainfo': 'X-GCS-ClientMetaInfo',
  'x-gcs-idempotence-key': 'X-GCS-Idempotence-Key',
}

const wrap = (value: string, width: number): string => value.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\n')

/** What may have been signed in place of the X-GCS headers that were sent. */
export const headerVariations = ({ headers: lines }: Signing, sent: readonly Header[]): Variation[] => {
  const gcs = sent.filter(hasGcs)
  const written = (line: (name: string, value: string) => string): string[] =>
    gcs
      .toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
      .map(([name, value]) => line(name, canonicalValue(value)))
  const byCase = written((name, value) => `${name}:${value}`)
  const capital = written((name, value) => `${capitals[name.toLowerCase()] ?? name}:${value}`)
  const upper = written((name, value) => `${name.toUpperCase()}:${value}`)
  const raw = gcs.map(([name, value]) => `${name.toLowerCase()}:${value}`).sort()
  const asSent = gcs.map(([name, value]) => `${name.toLowerCase()}:${canonicalValue(value)}`)
  const more = (pattern: RegExp) =>
    sent
      .filter(([name]) => pattern.test(name))
      .map(([name, value]) => `${name.toLowerCase()}:${canonicalValue(value)}`)
      .sort()
  const dropped = Object.keys(capitals)
    .filter((name) => !lines.some((line) => line.startsWith(`${name}:`)))
    .flatMap((name) => vary(emptySigned(name), 'headers', [[...lines, `${name}:`].sort()], { isRare: true }))
  if (lines.length === 0) return [...vary(others, 'headers', [more(/x-gcs/i), more(/^x-/i)]), ...dropped]
  return [
    ...vary(noneSigned, 'headers', [[]]),
    ...withSomeLeftOut(lines).flatMap((left) =>
      vary(someNotSigned(lines.filter((line) => !left.includes(line)).map(nameOf)), 'headers', [left]),
    ),
    ...vary(nameCase, 'headers', [byCase, capital, upper]),
    ...vary(nameCase, 'headers', [[...byCase].sort(), [...capital].sort()], { isRare: true }),
    ...vary(blanks, 'headers', [lines.map((line) => line.replace(':', ': '))]),
    ...vary(blanks, 'headers', [lines.map((line) => `${line} `), raw.map((line) => line.replace(/\r?\n[ \t]*/g, ' '))]),
    ...vary(folds, 'headers', [raw, raw.map((line) => line.replaceAll('\r\n', '\n'))]),
    ...vary(collapsed, 'headers', [lines.map((line) => line.replace(/ {2,}/g, ' '))]),
    ...vary(order, 'headers', [asSent, asSent.toReversed(), ...ordersOf(lines)]),
    ...vary(
      wrapped,
      'headers',
      [60, 64, 76].flatMap((width) => {
        const folded = written((name, value) => `${name.toLowerCase()}:${wrap(value, width)}`)
        return [folded, folded.map((line) => `${line}\n`), folded.map((line) => line.replaceAll('\n', ' '))]
      }),
      { isRare: true },
    ),
    ...vary(others, 'headers', [more(/x-gcs/i), more(/^x-/i)]),
    ...vary(
      separator,
      'headers',
      [lines.map((line) => line.replace(':', '=')), lines.map((line) => line.replace(':', ''))],
      {
        isRare: true,
      },
    ),
    ...dropped,
  ]
}
