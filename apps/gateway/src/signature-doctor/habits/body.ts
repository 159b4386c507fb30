import { isTooDeep } from '../../http/json-depth.ts'
import { asBytes, decodeUtf8, type Habit, type Variation, vary } from '../signing.ts'

const rawBody = 'Verify the bytes as they came, before anything parses them'

const reserialised = (name: string, by: string, looksLike: string): Habit => ({
  name,
  says: `The body was parsed and written again: ${by}.`,
  looksLike,
  remedy: `${rawBody}: express.raw(), request.get_data(), php://input, Request.Body, @RequestBody byte[].`,
})

const pretty = reserialised(
  'body-pretty-printed',
  'with line breaks and indentation',
  'JSON.stringify(body, null, 2), a log, a tool such as Postman or jq, or a test file that an editor has formatted',
)
const spaced = reserialised(
  'body-spaced',
  'with blanks after ":" and ","',
  'json.dumps in Python, or jsonb in PostgreSQL',
)
const escaped = reserialised(
  'body-escaped',
  'with "\\/" or "\\u…" in place of plain characters',
  'json_encode in PHP, json.dumps in Python, json.Marshal in Go, System.Text.Json in .NET',
)
const sorted = reserialised(
  'body-keys-sorted',
  'with its properties in another order',
  'a map in Go, sort_keys in Python, jsonb in PostgreSQL, a typed class that has its own order',
)
const anyhow = reserialised(
  'body-reserialised',
  'in another way than we write it',
  'a framework that hands out parsed bodies',
)

const lineEnd: Habit = {
  name: 'body-line-end',
  says: 'A line end was added behind the body.',
  looksLike: 'an editor, echo, a here-document, or code that reads the body line by line',
  remedy: `${rawBody}; in a test, write the file without a line end (printf %s).`,
}

const carriageReturns: Habit = {
  name: 'body-crlf',
  says: 'The line ends in the body were changed.',
  looksLike: 'git with autocrlf on a test file, or a Windows editor',
  remedy: `${rawBody}; mark test files as binary in .gitattributes.`,
}

const mark: Habit = {
  name: 'body-byte-order-mark',
  says: 'A byte order mark stands before the body.',
  looksLike: 'a file of a Windows editor, or UTF8Encoding(true) in .NET',
  remedy: `${rawBody}, without a byte order mark.`,
}

const encoding: Habit = {
  name: 'body-encoding',
  says: 'The body was read in another character encoding than UTF-8.',
  looksLike:
    'getBytes() or a reader without an encoding, which read the bytes as Latin-1 or in the code page of the machine',
  remedy: `${rawBody}; where a text is needed, decode them as UTF-8.`,
}

const asText: Habit = {
  name: 'body-quoted',
  says: 'The body was wrapped or quoted once more.',
  looksLike:
    'JSON.stringify on a text, magic quotes in PHP or WordPress, a body parser for forms, a template that escapes HTML',
  remedy: `${rawBody}; remove what quotes them.`,
}

const lost: Habit = {
  name: 'body-lost',
  says: 'The body that was verified is empty, or "[object Object]".',
  looksLike: 'a stream that was read before (by a body parser), or an object that was turned into a text',
  remedy: `${rawBody}, and keep them for the check.`,
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const parse = (text: string): Json | undefined => {
  if (isTooDeep(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const inOrder = (value: Json, compare: (a: string, b: string) => number): Json => {
  if (Array.isArray(value)) return value.map((one) => inOrder(one, compare))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [name, inOrder(one, compare)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)))
}

const byName = (a: string, b: string): number => (a < b ? -1 : 1)
const byLength = (a: string, b: string): number => a.length - b.length || byName(a, b)

/** JSON with blanks after its commas and colons, as Python and PostgreSQL write it. */
const withBlanks = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(withBlanks).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, one]) => `${JSON.stringify(name)}: ${withBlanks(one)}`)
    .join(', ')}}`
}

const unicode = (text: string, which: RegExp): string =>
  text.replace(which, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const ascii = /[\u0080-\uffff]/g
const html = /[<>&]/g
const strict = /[<>&'+`\u0080-\uffff]/g
const slashed = (text: string): string => text.replaceAll('/', '\\/')
const capitals = (text: string): string =>
  text.replace(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`)

/** What programs make of a body on its way from the wire to the check, the likeliest first. */
export const bodyVariations = (original: string): Variation[] => {
  const text = decodeUtf8(original)
  const value = parse(text)
  const forms = (habit: Habit, texts: readonly string[]) =>
    vary(
      habit,
      'compose',
      texts.map((one) => () => one),
    )
  const wire = (texts: readonly string[]) => texts.map(asBytes)
  const compact = JSON.stringify(value) ?? ''
  const [alphabetical, bySize] = [inOrder(value ?? null, byName), inOrder(value ?? null, byLength)]
  const ofJson =
    value === undefined
      ? []
      : [
          ...forms(anyhow, wire([compact])),
          ...forms(
            pretty,
            wire(
              [2, 4, '\t', 3, 1].flatMap((by) => [
                JSON.stringify(value, null, by),
                `${JSON.stringify(value, null, by)}\n`,
              ]),
            ),
          ),
          ...forms(spaced, wire([withBlanks(value), unicode(withBlanks(value), ascii)])),
          ...forms(
            escaped,
            wire([
              slashed(unicode(compact, ascii)),
              slashed(compact),
              unicode(compact, ascii),
              unicode(compact, html),
              capitals(unicode(compact, strict)),
            ]),
          ),
          ...forms(
            sorted,
            wire([JSON.stringify(alphabetical), withBlanks(alphabetical), unicode(withBlanks(alphabetical), ascii)]),
          ),
          ...forms(sorted, wire([withBlanks(bySize), JSON.stringify(bySize), JSON.stringify(alphabetical, null, 2)])),
        ]
  return [
    ...forms(lineEnd, [`${original}\n`, `${original}\r\n`]),
    ...ofJson,
    ...forms(mark, [`\u00ef\u00bb\u00bf${original}`]),
    ...forms(carriageReturns, [original.replace(/\r?\n/g, '\r\n'), original.replaceAll('\r\n', '\n')]),
    ...forms(encoding, [
      Buffer.from(original, 'utf8').toString('latin1'),
      Buffer.from(text, 'latin1').toString('latin1'),
      ...wire([text.replace(/[^\p{ASCII}]/gu, '?')]),
    ]),
    ...forms(
      asText,
      wire([
        JSON.stringify(text),
        text.replace(/["'\\]/g, '\\$&'),
        text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
        JSON.stringify({ [text]: '' }),
        encodeURIComponent(text.toWellFormed()),
      ]),
    ),
    ...forms(lost, ['', '[object Object]', 'null', 'undefined', '{}']),
  ]
}

/** What a body may have been before something changed it. */
export const repairsOf = (seen: string): Variation[] => {
  const plain = decodeUtf8(seen.replace(/^\u00ef\u00bb\u00bf/, '')).trim()
  const compacted = (text: string): string[] => {
    const value = parse(text)
    if (typeof value === 'string') return [value, ...compacted(value)]
    return value === undefined ? [] : [JSON.stringify(value)]
  }
  const unquoted = [
    plain.replace(/\\(["'\\])/g, '$1'),
    plain.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  ]
  const whole = [
    plain,
    ...compacted(plain),
    ...unquoted,
    ...unquoted.flatMap(compacted),
    Object.keys(Object(parse(plain)))[0] ?? '',
  ]
  const narrow = Buffer.from(decodeUtf8(seen), 'latin1').toString('latin1')
  const lines = [seen.replaceAll('\r\n', '\n'), seen.replace(/\r?\n/g, '\r\n')]
  return vary(
    anyhow,
    'compose',
    [...whole.map(asBytes), narrow, ...lines].map((text) => () => text),
  )
}
