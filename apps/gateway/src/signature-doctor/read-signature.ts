import type { Habit } from './signing.ts'

/** One way to read the text of a signature: its bytes, the hash that makes so many, and what is unusual about it. */
export type Reading = { readonly bytes: Buffer; readonly hash: string; readonly habits: readonly Habit[] }

const hashByLength: Readonly<Record<number, string>> = {
  16: 'md5',
  20: 'sha1',
  28: 'sha224',
  32: 'sha256',
  48: 'sha384',
  64: 'sha512',
}

const otherHash = (hash: string): Habit => ({
  name: 'other-hash',
  says: `The signature was made with HMAC-${hash.toUpperCase()} in place of HMAC-SHA256.`,
  looksLike: 'code that was written for another API, or for an old version of one',
  remedy: 'Sign with HMAC-SHA256.',
})

const hex: Habit = {
  name: 'signature-hex',
  says: 'The signature was sent in hexadecimal digits.',
  looksLike: 'hash_hmac in PHP without its last argument, hexdigest in Python or Ruby, digest("hex") in Node.js',
  remedy: 'Take the raw bytes of the digest and encode them in base64: 44 characters, the last one "=".',
}

const hexInBase64: Habit = {
  name: 'signature-hex-in-base64',
  says: 'The hexadecimal digits of the digest were encoded in base64, not its bytes.',
  looksLike:
    'base64_encode(hash_hmac(…)) in PHP without true as its last argument, base64 of hexdigest in Python or Ruby',
  remedy: 'Encode the raw bytes of the digest: hash_hmac("sha256", $text, $secret, true) in PHP, digest() elsewhere.',
}

const twice: Habit = {
  name: 'signature-base64-twice',
  says: 'The signature was encoded in base64 twice.',
  looksLike: 'a library that answers base64 already, and code around it that encodes once more',
  remedy: 'Encode the raw bytes of the digest once: 44 characters, the last one "=".',
}

const urlSafe: Habit = {
  name: 'signature-url-safe',
  says: 'The signature was encoded in URL-safe base64, with "-" and "_".',
  looksLike: 'code made for JWT, base64url in Node.js, urlsafe_b64encode in Python',
  remedy: 'Use the standard alphabet of base64, with "+" and "/".',
}

const escaped: Habit = {
  name: 'signature-percent-encoded',
  says: 'The signature was percent-encoded.',
  looksLike: 'code that puts signatures into URLs',
  remedy: 'Send the base64 text as it is: "+", "/" and "=" are plain characters in a header.',
}

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const base64 = /^[A-Za-z0-9+/]+={0,2}$/
const isHex = (text: string): boolean => /^([0-9a-f]{2})+$/i.test(text)

/** Every reading of a signature that gives as many bytes as some hash does; none when it is no digest of any kind. */
export const readSignature = (given: string): Reading[] => {
  const text = unescaped(given).replace(/\s/g, '')
  const before = text === given.replace(/\s/g, '') ? [] : [escaped]
  const found: { bytes: Buffer; habits: readonly Habit[] }[] = []
  if (base64.test(text)) {
    const bytes = Buffer.from(text, 'base64')
    const inner = bytes.toString('latin1')
    found.push({ bytes, habits: before })
    if (isHex(inner)) found.push({ bytes: Buffer.from(inner, 'hex'), habits: [...before, hexInBase64] })
    else if (base64.test(inner)) found.push({ bytes: Buffer.from(inner, 'base64'), habits: [...before, twice] })
  } else if (/^[\w-]+={0,2}$/.test(text)) {
    found.push({ bytes: Buffer.from(text, 'base64url'), habits: [...before, urlSafe] })
  }
  if (isHex(text)) found.push({ bytes: Buffer.from(text, 'hex'), habits: [...before, hex] })
  return found.flatMap(({ bytes, habits }) => {
    const hash = hashByLength[bytes.length]
    if (hash === undefined) return []
    return [{ bytes, hash, habits: hash === 'sha256' ? habits : [...habits, otherHash(hash)] }]
  })
}
