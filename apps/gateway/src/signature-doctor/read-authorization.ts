import { readAuthorization } from '../http/v1hmac.ts'
import type { Finding } from './diagnosis.ts'

export type Claim = { readonly keyId: string; readonly signature: string }

/** Who a request says that it is from, as far as it can be made out, and what is wrong with how it says so. */
export type ReadClaim = { readonly claim?: Claim; readonly finding?: Finding }

/** No header that means ours is longer. */
const longest = 1_000

const form = 'GCS v1HMAC:{apiKeyId}:{signature}'

const wrong = (
  habit: string,
  says: string,
  remedy = `Send "Authorization: ${form}".`,
  looksLike?: string,
): Finding => ({
  habit,
  certainty: 'certain',
  says,
  remedy,
  ...(looksLike === undefined ? {} : { looksLike }),
})

const ofAnotherScheme = (header: string): Finding | undefined => {
  if (/^GCS +v1Client:/i.test(header)) {
    return wrong(
      'authorization-of-client-session',
      'The Authorization header is that of a client session (v1Client); this is a path of the server API.',
      `Call /client/v1/… with a client session, and /v1/… with "${form}".`,
      'the JavaScript client SDK at an address of the server API',
    )
  }
  const scheme = /^(Basic|Bearer|Digest|AWS4-HMAC-SHA256|HMAC|Token|ApiKey)\b/i.exec(header)?.[1]
  if (scheme === undefined) return undefined
  const looksLike = 'code made for another API, or a proxy or HTTP library that puts in credentials of its own'
  return wrong(
    'authorization-of-other-scheme',
    `The Authorization header is of the scheme "${scheme}".`,
    undefined,
    looksLike,
  )
}

/** What exactly is odd about a header in which key id and signature can be made out. */
const oddityOf = (header: string, { keyId, signature }: Claim): string => {
  if (keyId === '') return 'the key id is empty'
  if (signature === '') return 'the signature is empty'
  if (/^["']|["']$/.test(header)) return 'it stands in quotation marks'
  if (!/^GCS/.test(header))
    return /^gcs/i.test(header) ? '"GCS" must be in capitals' : '"GCS " is missing at its beginning'
  if (!/^GCS v1HMAC:/.test(header)) return 'it must begin with "GCS v1HMAC:", in these letters, with one space'
  if (/:\s/.test(header)) return 'there is a blank after a colon'
  if (/\s/.test(signature)) return 'there is a blank or a line break in the signature'
  if (/%[0-9a-f]{2}/i.test(signature)) return 'its signature is percent-encoded'
  if (/[-_]/.test(signature)) return 'its signature is URL-safe base64; standard base64 has "+" and "/"'
  if (signature.includes(':')) return 'there is a colon in the signature, or a third part'
  return 'its signature is no base64'
}

/** Reads an Authorization header: strictly first, then as far as what was meant can be made out. */
export const readClaim = (header: string | undefined): ReadClaim => {
  if (header === undefined) {
    const looksLike = 'a redirect to another host, after which clients leave it out, or a proxy that takes it away'
    return { finding: wrong('authorization-missing', 'There is no Authorization header.', undefined, looksLike) }
  }
  if (header.length > longest) {
    return { finding: wrong('authorization-malformed', `The Authorization header has ${header.length} characters.`) }
  }
  const strict = readAuthorization(header)
  if (strict !== undefined) return { claim: strict }
  if (/\*{3,}|REDACTED|\[(hidden|filtered)\]|x{8,}$/i.test(header)) {
    const says = 'The Authorization header is masked, as logs do: there is no signature to look at.'
    const remedy =
      'Take the request from the wire (curl -v, a recording proxy), or log the header for one failing request.'
    return { finding: wrong('authorization-masked', says, remedy, 'the logger of an official SDK') }
  }
  const other = ofAnotherScheme(header)
  if (other !== undefined) return { finding: other }
  const parts = /^\W*(?:gcs\s+)?v1hmac\s*:\s*([^:\s]*)\s*:\s*(.*?)["']?\s*$/is.exec(header)
  if (parts === null) {
    return { finding: wrong('authorization-malformed', `The Authorization header is not of the form "${form}".`) }
  }
  const claim = { keyId: parts[1] ?? '', signature: parts[2] ?? '' }
  const finding = wrong(
    'authorization-malformed',
    `The Authorization header has not its form: ${oddityOf(header, claim)}.`,
  )
  return claim.keyId === '' || claim.signature === '' ? { finding } : { claim, finding }
}
