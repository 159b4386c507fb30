import { createHmac, timingSafeEqual } from 'node:crypto'

/** The parts of a request that its signature covers, as they came over the wire (header values as Latin-1 text). */
export type SignedRequest = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** `Authorization: GCS v1HMAC:{apiKeyId}:{signature}` */
export const readAuthorization = (header: string | undefined): { keyId: string; signature: string } | undefined => {
  const match = /^GCS v1HMAC:([^:\s]+):([A-Za-z0-9+/]+={0,2})\s*$/.exec(header ?? '')
  return match?.[1] === undefined || match[2] === undefined ? undefined : { keyId: match[1], signature: match[2] }
}

export const single = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(', ') : (value ?? '')

const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/** Without blanks at its ends. No byte of a longer character is one (`trim` takes the last byte of "à" for a blank). */
export const trimmed = (value: string): string => {
  let [begin, end] = [0, value.length]
  while (begin < end && isBlank(value.charCodeAt(begin))) begin++
  while (end > begin && isBlank(value.charCodeAt(end - 1))) end--
  return value.slice(begin, end)
}

/** Folds become one space, the ends are trimmed; inner runs of spaces stay. */
export const canonicalValue = (value: string): string => trimmed(value.replace(/\r?\n[ \t]*/g, ' '))

const decoded = (query: string): string => {
  try {
    return Buffer.from(decodeURIComponent(query), 'utf8').toString('latin1')
  } catch {
    return query
  }
}

/**
 * The resources that an honest client may have signed for one URL: as sent, with the query percent-decoded (Java,
 * .NET), with the query form-decoded (Go, SmashPig), each also without a doubled slash in front (ActiveMerchant sends
 * `//v1` and signs `/v1`). Source: habits of the official SDKs and of other clients, read in their code.
 */
export const resourcesOf = (url: string): Set<string> => {
  const at = url.indexOf('?')
  const path = at === -1 ? url : url.slice(0, at)
  const query = at === -1 ? undefined : url.slice(at + 1)
  const queries = query === undefined ? [undefined] : [query, decoded(query), decoded(query.replaceAll('+', ' '))]
  const resources = new Set<string>()
  for (const variant of queries) {
    const resource = variant === undefined ? path : `${path}?${variant}`
    resources.add(resource)
    resources.add(resource.replace(/^\/{2,}/, '/'))
  }
  return resources
}

/** The lines above the resource: method, Content-Type and Date as sent, every X-GCS header by name. */
export const linesToSign = ({ method, headers }: SignedRequest) => ({
  method: method.toUpperCase(),
  contentType: single(headers['content-type']),
  date: single(headers.date),
  headers: Object.keys(headers)
    .filter((name) => name.toLowerCase().startsWith('x-gcs'))
    .map((name) => [name.toLowerCase(), canonicalValue(single(headers[name]))] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`),
})

const head = (request: SignedRequest): string => {
  const { method, contentType, date, headers } = linesToSign(request)
  return [method, contentType, date, ...headers].map((line) => `${line}\n`).join('')
}

const hmac = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text, 'latin1').digest()

/** Whether the signature is right for any of the forms in which clients sign. Takes the same time for every answer. */
export const isSignatureValid = (request: SignedRequest, signature: string, secret: string): boolean => {
  const given = Buffer.from(signature, 'base64')
  const lines = head(request)
  let valid = false
  for (const resource of resourcesOf(request.url)) {
    const expected = hmac(secret, `${lines}${resource}\n`)
    if (given.length === expected.length && timingSafeEqual(given, expected)) valid = true
  }
  return valid
}

const zoneOffsetHours: Readonly<Record<string, number>> = {
  WET: 0,
  BST: 1,
  CET: 1,
  WEST: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  HKT: 8,
  JST: 9,
}

/** The instant of a Date header, padded or not, in GMT or a zone that old clients name; undefined when it is none. */
export const instantOfDate = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const plain = Date.parse(text)
  if (!Number.isNaN(plain)) return plain
  const zone = /\s([A-Z]{3,4})$/.exec(text)?.[1]
  const hours = zone === undefined ? undefined : zoneOffsetHours[zone]
  const local = hours === undefined ? Number.NaN : Date.parse(text.replace(/\s[A-Z]{3,4}$/, ' GMT'))
  return hours === undefined || Number.isNaN(local) ? undefined : local - hours * 3_600_000
}
