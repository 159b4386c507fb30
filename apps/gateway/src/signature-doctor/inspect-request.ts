import { instantOfDate, type SignedRequest } from '../http/v1hmac.ts'
import type { KnownKey } from '../merchant/index.ts'
import type { Finding } from './diagnosis.ts'
import type { Claim } from './read-authorization.ts'
import { headerOf } from './read-request.ts'

const minute = 60_000

const durationOf = (ms: number): string => {
  const minutes = Math.round(Math.abs(ms) / minute)
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  const parts = [days > 0 && `${days} d`, hours > 0 && `${hours} h`, minutes % 60 > 0 && `${minutes % 60} min`]
  return parts.filter(Boolean).join(' ') || '0 min'
}

/** Whether a difference is that of a time zone: some quarters of an hour, at most half a day and a bit. */
const isLikeZone = (ms: number): boolean => {
  const quarters = Math.round(Math.abs(ms) / (15 * minute))
  return (
    quarters >= 4 &&
    quarters <= 56 &&
    quarters % 2 === 0 &&
    Math.abs(Math.abs(ms) - quarters * 15 * minute) <= 2 * minute
  )
}

/** What the Date header says about clock and zone of the caller. `receivedMs` is unknown for a request of some time ago. */
export const inspectDate = (
  request: SignedRequest,
  { wallMs, receivedMs }: { wallMs: number; receivedMs?: number | undefined },
): Finding[] => {
  const date = headerOf(request, 'date')
  if (date === undefined) {
    const says = 'There is no Date header.'
    const remedy = 'Send Date in GMT, and sign its value. Browsers do not let pages set it: sign on your server.'
    const looksLike = 'fetch in a browser, or a proxy that takes the header away'
    return [{ habit: 'date-missing', certainty: 'certain', says, looksLike, remedy }]
  }
  const sentMs = instantOfDate(date)
  if (sentMs === undefined) {
    const says = 'The Date header cannot be read.'
    const remedy = 'Write it like "Tue, 03 Jun 2025 13:39:43 GMT".'
    return [{ habit: 'date-unreadable', certainty: 'certain', says, remedy }]
  }
  const aheadMs = sentMs - (receivedMs ?? wallMs)
  if (Math.abs(aheadMs) <= 5 * minute) return []
  const where = aheadMs > 0 ? 'ahead of' : 'behind'
  const zone = isLikeZone(aheadMs) ? ' That is the difference of a time zone: local time under the name of GMT?' : ''
  const old = receivedMs === undefined && aheadMs < 0 ? ' For a request of some time ago that means nothing.' : ''
  return [
    {
      habit: zone === '' ? 'date-skew' : 'date-of-other-zone',
      certainty: receivedMs === undefined && aheadMs < 0 ? 'possible' : 'certain',
      says: `The Date is ${durationOf(aheadMs)} ${where} our clock; five minutes are allowed.${zone}${old}`,
      looksLike:
        zone === ''
          ? 'a machine whose clock is not set by NTP, or a request that waited in a queue'
          : 'a formatter without a time zone',
      remedy: 'Let NTP set the clock, format the time in GMT, and sign each request just before it is sent.',
    },
  ]
}

/** What the path says: which API it is of, and for which merchant. */
export const inspectPath = ({ url }: SignedRequest, key: KnownKey | undefined): Finding[] => {
  if (/^\/+client\//.test(url)) {
    const says = 'This is a path of the client API, which takes client sessions.'
    const remedy = 'Sign paths that begin with /v1/; call /client/v1/… with "GCS v1Client:{clientSessionId}".'
    return [{ habit: 'path-of-client-api', certainty: 'certain', says, remedy }]
  }
  const [, merchantId] = /^\/+(?:(?:files|reporting)\/+)?v1\/+([^/?]+)/.exec(url) ?? []
  if (merchantId === undefined) {
    const says = 'The path does not begin with /v1/{merchantId}/.'
    const looksLike = 'a prefix that a proxy must take away, or a base address with a path of its own'
    const remedy = 'The API has no prefix: call and sign /v1/{merchantId}/….'
    return [{ habit: 'path-unknown', certainty: 'likely', says, looksLike, remedy }]
  }
  if (key === undefined || merchantId === key.merchantId) return []
  const says = `The path names merchant ${merchantId}, the key ${key.keyId} is of merchant ${key.merchantId}: 403, code 9007.`
  const remedy = `Use merchant ${key.merchantId} in the path, or a key of merchant ${merchantId}.`
  return [
    {
      habit: 'merchant-other',
      certainty: 'certain',
      says,
      looksLike: 'settings of two merchants that were mixed up',
      remedy,
    },
  ]
}

/** Why a key cannot be used, where it cannot. */
export const inspectKey = ({ keyId }: Claim, keys: readonly KnownKey[]): Finding[] => {
  const key = keys.find((one) => one.kind === 'api' && one.keyId === keyId)
  if (key?.retiredAt !== undefined) {
    const says = `The key ${keyId} was retired on ${key.retiredAt.toISOString().slice(0, 10)}.`
    return [{ habit: 'key-retired', certainty: 'certain', says, remedy: 'Use a key that is in force.' }]
  }
  if (key !== undefined) return []
  if (keys.some(({ secret }) => secret === keyId)) {
    const says = 'The secret was sent in place of the key id. Whoever saw the request knows it now.'
    const remedy =
      'Retire this key and make another. The key id goes into the header, the secret never leaves the machine.'
    return [
      { habit: 'key-id-is-secret', certainty: 'certain', says, looksLike: 'two settings that were mixed up', remedy },
    ]
  }
  if (keys.some((one) => one.kind === 'webhook' && one.keyId === keyId)) {
    const says = `The key ${keyId} is a webhooks key; requests are signed with API keys.`
    return [{ habit: 'key-of-webhooks', certainty: 'certain', says, remedy: 'Use key id and secret of an API key.' }]
  }
  const near = keys.find((one) => one.kind === 'api' && tidy(one.keyId) === tidy(keyId))
  const says =
    near === undefined
      ? `There is no API key ${keyId} here, so the signature cannot be looked at.`
      : `There is no API key ${keyId}; there is ${near.keyId}.`
  const looksLike = 'a key of another system (test and production), of another merchant, or one that was copied by half'
  return [
    {
      habit: 'key-unknown',
      certainty: 'certain',
      says,
      looksLike,
      remedy: 'Compare the key id with the list of keys.',
    },
  ]
}

const tidy = (keyId: string): string => keyId.toLowerCase().replace(/[^a-z0-9-]/g, '')

/** The SDK that made a request, as it says itself. */
export const clientOf = (request: SignedRequest): string | undefined => {
  const text = Buffer.from(headerOf(request, 'x-gcs-servermetainfo') ?? '', 'base64').toString('utf8')
  const [, sdk] = /"sdkIdentifier"\s*:\s*"([\w./ +-]{1,60})"/.exec(text) ?? []
  return sdk
}
