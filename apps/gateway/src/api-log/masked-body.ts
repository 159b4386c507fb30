import { readJson } from '../http/server.ts'

/** What says nothing of who pays and lets nobody act: amounts, states, products, what things are called here. */
const shown = new Set(
  [
    'amount currency currencyCode countryCode locale languageCode variant type status statusCode statusCategory category code id',
    'errorId httpStatusCode propertyName paymentId refundId captureId paymentProductId merchantId merchantReference',
    'merchantOrderId authorizationMode operationType apiVersion created at createdAt limit after cursor from to size offset',
    'decision disputeId remittanceId eventId',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
)

/** What we say ourselves. */
const ourWords: ReadonlySet<string> = new Set(['message'])

const hidden = '***'

const masked = (name: string, value: unknown, words: ReadonlySet<string>): unknown => {
  if (Array.isArray(value)) return value.map((one) => masked(name, one, words))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, masked(key, one, words)]))
  }
  const isShown = shown.has(name.toLowerCase()) || words.has(name)
  return value === null || typeof value === 'boolean' || isShown ? value : hidden
}

/** A longer body is left out. */
export const longestBody = 8 * 1024

/**
 * A body as the log may keep it: every name, and of the values those alone that are known to say nothing of who pays and to let
 * nobody act; yes, no and null stay. What is no JSON is not kept.
 */
export const maskedBody = (body: string, from: 'merchant' | 'us'): string | undefined => {
  if (body === '') return undefined
  if (body.length > longestBody) return `(${body.length} characters)`
  const read = readJson(body)
  return read.ok
    ? JSON.stringify(masked('', read.value, from === 'us' ? ourWords : new Set()), undefined, 2)
    : '(no JSON)'
}

/** A query likewise. */
export const maskedQuery = (query: URLSearchParams): string | undefined => {
  const text = [...query].map(([name, value]) => {
    const last = name.split('.').at(-1) ?? ''
    return `${name}=${shown.has(last.toLowerCase()) ? value : hidden}`
  })
  return text.length === 0 ? undefined : text.join('&').slice(0, 1000)
}
