import { createHash } from 'node:crypto'
import { decodeUtf8, type Habit, hmacOf, type Signing, type Variation, vary, writeLines } from '../signing.ts'

const noLastLineFeed: Habit = {
  name: 'last-line-feed-missing',
  says: 'The line feed after the last line was not signed.',
  looksLike: 'hand-written code that joins the lines (lines.join("\\n"))',
  remedy: 'End every line with a line feed, the path too.',
}

const lastLineFeedDoubled: Habit = {
  name: 'last-line-feed-doubled',
  says: 'A line feed more was signed at the end.',
  looksLike: 'text that goes through echo, a here-document or a template file, which end with a line feed of their own',
  remedy: 'End the last line with one line feed: printf in place of echo.',
}

const carriageReturns: Habit = {
  name: 'crlf',
  says: 'The lines were ended by carriage return and line feed.',
  looksLike: 'Environment.NewLine, AppendLine, println or a file on Windows',
  remedy: 'End the lines with a line feed alone (\\n).',
}

const literal: Habit = {
  name: 'line-feeds-literal',
  says: 'The two characters "\\n" were signed in place of line feeds.',
  looksLike: "'\\n' in single quotes in PHP, Ruby, Perl or a shell",
  remedy: 'Write "\\n" in double quotes ($\'\\n\' or printf in a shell).',
}

const otherSeparator: Habit = {
  name: 'line-feeds-missing',
  says: 'The lines were joined with something else than a line feed, or with nothing.',
  looksLike: 'code made for another API',
  remedy: 'End every line with a line feed (\\n).',
}

const blankLinesDropped: Habit = {
  name: 'blank-lines-dropped',
  says: 'Empty lines were left out.',
  looksLike:
    'code that drops blank lines (ActiveMerchant, compact, filter(Boolean)), on a request without Content-Type',
  remedy: 'Keep the line of a header that is not sent: it is signed empty.',
}

const blankLine: Habit = {
  name: 'blank-line-for-headers',
  says: 'An empty line was signed before the path.',
  looksLike: 'code that writes the block of X-GCS headers with a line feed of its own, or a line for none',
  remedy: 'Where there is no X-GCS header there is no line for one; after the last one the path follows at once.',
}

const lineOrder: Habit = {
  name: 'line-order',
  says: 'The lines were signed in another order.',
  looksLike: 'code made for another API',
  remedy: 'Sign method, Content-Type, Date, X-GCS headers, path: in this order.',
}

const bodySigned: Habit = {
  name: 'body-signed',
  says: 'The body was signed.',
  looksLike: 'code made for another API, or for our webhooks, whose signature covers the body',
  remedy: 'Sign the five kinds of lines alone; the body of a request is not signed.',
}

const mark: Habit = {
  name: 'byte-order-mark',
  says: 'A byte order mark was signed before the first line.',
  looksLike: 'text that is read from a file of a Windows editor, or written with UTF8Encoding(true) in .NET',
  remedy: 'Sign the text without a byte order mark.',
}

const encoding: Habit = {
  name: 'text-encoding',
  says: 'The text was signed in another character encoding than UTF-8, or sent in another one.',
  looksLike: 'Encoding.Unicode in .NET, getBytes() in Java on Windows, headers of Node.js with letters such as é',
  remedy: 'Turn the string-to-sign into bytes as UTF-8, and send only ASCII in headers and URLs.',
}

const swapped: Habit = {
  name: 'hmac-arguments-swapped',
  says: 'The text was used as the key, and the secret as the text.',
  looksLike: 'a function that takes the key first where the code gives it second, or the other way round',
  remedy: 'The secret is the key of the HMAC; the string-to-sign is its message.',
}

const plainHash: Habit = {
  name: 'hash-without-hmac',
  says: 'A plain hash of secret and text was made, no HMAC.',
  looksLike: 'sha256(secret + text) or sha256(text + secret)',
  remedy: 'Use HMAC-SHA256 of your crypto library.',
}

const compose = (how: (lines: readonly string[]) => string): Signing['compose'] => how
const digestOf =
  (...parts: ('secret' | 'text')[]): Signing['digest'] =>
  (hash, secret, text) =>
    createHash(hash)
      .update(Buffer.concat(parts.map((part) => (part === 'secret' ? secret : text))))
      .digest()

const bodyForms = (body: string): Signing['compose'][] => {
  if (body === '') return []
  const sums = ['hex', 'base64'].map((as) =>
    createHash('sha256')
      .update(body, 'latin1')
      .digest(as as 'hex' | 'base64'),
  )
  return [
    ...[body, ...sums].flatMap((text) => [
      compose((lines) => `${writeLines(lines)}${text}`),
      compose((lines) => `${writeLines(lines)}${text}\n`),
    ]),
    compose(() => body),
  ]
}

/** How the lines may have been put together otherwise than they should. */
export const formVariations = (body: string): Variation[] => [
  ...vary(noLastLineFeed, 'compose', [compose((lines) => lines.join('\n'))]),
  ...vary(literal, 'compose', [
    compose((lines) => lines.map((line) => `${line}\\n`).join('')),
    compose((lines) => lines.join('\\n')),
  ]),
  ...vary(carriageReturns, 'compose', [
    compose((lines) => lines.map((line) => `${line}\r\n`).join('')),
    compose((lines) => lines.join('\r\n')),
  ]),
  ...vary(lastLineFeedDoubled, 'compose', [compose((lines) => `${writeLines(lines)}\n`)]),
  ...vary(blankLinesDropped, 'compose', [
    compose((lines) => writeLines(lines.filter(Boolean))),
    compose((lines) => lines.filter(Boolean).join('\n')),
  ]),
  ...vary(blankLine, 'compose', [
    compose((lines) => writeLines([...lines.slice(0, -1), '', ...lines.slice(-1)])),
    compose((lines) => writeLines([...lines.slice(0, 3), '', ...lines.slice(3)])),
  ]),
  ...vary(bodySigned, 'compose', bodyForms(body)),
  ...vary(lineOrder, 'compose', [
    compose(([method = '', type = '', date = '', ...rest]) => writeLines([method, date, type, ...rest])),
    compose(([method = '', ...rest]) => writeLines([method, ...rest.slice(-1), ...rest.slice(0, -1)])),
    compose((lines) => writeLines([...lines.slice(0, 3), ...lines.slice(-1), ...lines.slice(3, -1)])),
  ]),
  ...vary(
    otherSeparator,
    'compose',
    ['', ' ', '&', '|', ',', ';'].map((by) => compose((lines) => lines.join(by))),
    {
      isRare: true,
    },
  ),
  ...vary(mark, 'compose', [compose((lines) => `\u00ef\u00bb\u00bf${writeLines(lines)}`)], { isRare: true }),
  ...vary(encoding, 'encode', [
    (text) => Buffer.from(decodeUtf8(text), 'latin1'),
    (text) => Buffer.from(text, 'utf8'),
    (text) => Buffer.from(decodeUtf8(text).replace(/[^\p{ASCII}]/gu, '?'), 'latin1'),
  ]),
  ...vary(encoding, 'encode', [(text) => Buffer.from(decodeUtf8(text), 'utf16le')], { isRare: true }),
  ...vary(swapped, 'digest', [(hash, secret, text) => hmacOf(hash, text, secret)]),
  ...vary(plainHash, 'digest', [digestOf('secret', 'text'), digestOf('text', 'secret'), digestOf('text')], {
    isRare: true,
  }),
]
