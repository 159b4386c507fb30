import { type SignedRequest, single, trimmed } from '../http/v1hmac.ts'
import { asBytes } from './signing.ts'

/** A request as it went over the wire: headers in their order, everything as bytes (Latin-1 text). */
export type SentRequest = {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

const longestLine = 80

const shortened = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)

/** The target of a request without scheme, host and fragment. */
const targetOf = (url: string): string => {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '')
  return target.startsWith('?') || target === '' ? `/${target}` : target
}

/** What curl -v and logs put before a line; with such marks, the lines without one are not of the request. */
const unmarked = (text: string): string => {
  const lines = text.split('\n')
  const sent = lines.filter((line) => /^> ?/.test(line))
  return sent.some((line) => /^> ?[A-Z]+ \S+ HTTP/i.test(line))
    ? sent.map((line) => line.replace(/^> ?/, '')).join('\n')
    : text
}

type Read = { readonly ok: true; readonly request: SentRequest } | { readonly ok: false; readonly says: string }

/**
 * Reads a raw HTTP request, given as bytes: request line, headers and, after an empty line, perhaps its body. Lines may
 * end with or without carriage return, and may be marked as curl -v marks them.
 */
export const readRawRequest = (raw: string): Read => {
  const text = unmarked(raw.replace(/^(\u00ef\u00bb\u00bf)?\s*/, ''))
  const [lines = '', ...rest] = text.split(/\r?\n\r?\n/)
  const [first = '', ...others] = lines.replace(/\r?\n(?=[ \t]+\S)/g, '\0').split(/\r?\n/)
  const [method = '', ...words] = first.trimEnd().split(/ +/)
  const url = (/^HTTP\/[\d.]+$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words).join(' ')
  if (!/^[A-Za-z]+$/.test(method) || url === '') {
    return {
      ok: false,
      says: `The first line is no request line such as "GET /v1/1234/payments HTTP/1.1": ${shortened(first)}`,
    }
  }
  const headers: (readonly [string, string])[] = []
  for (const line of others.filter((other) => other.trim() !== '')) {
    const [, name, value] = /^([^\s:]+):(.*)$/s.exec(line) ?? []
    if (name === undefined || value === undefined)
      return { ok: false, says: `This line is no header: ${shortened(line)}` }
    headers.push([name, value.replaceAll('\0', '\r\n').replace(/^ /, '')])
  }
  const body = rest.length === 0 ? '' : text.slice(text.search(/\r?\n\r?\n/)).replace(/^\r?\n\r?\n/, '')
  return { ok: true, request: { method, url: targetOf(url), headers, body } }
}

/** A request whose parts are text, as a program describes it. */
export const requestOfParts = (parts: {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | undefined
}): SentRequest => ({
  method: parts.method,
  url: asBytes(targetOf(parts.url)),
  headers: parts.headers.map(([name, value]) => [name, asBytes(value)]),
  body: asBytes(parts.body ?? ''),
})

/** Headers that a server takes once; of several it keeps the first. */
const once = new Set(['authorization', 'content-type', 'date', 'host'])

/** The request as our server reads it. */
export const asReceived = ({ method, url, headers }: SentRequest): SignedRequest => {
  const read = new Map<string, string>()
  for (const [name, value] of headers) {
    const before = read.get(name.toLowerCase())
    const text = trimmed(value)
    if (before === undefined) read.set(name.toLowerCase(), text)
    else if (!once.has(name.toLowerCase())) read.set(name.toLowerCase(), `${before}, ${text}`)
  }
  return { method, url, headers: Object.fromEntries(read) }
}

export const headerOf = ({ headers }: SignedRequest, name: string): string | undefined =>
  headers[name] === undefined ? undefined : single(headers[name])
