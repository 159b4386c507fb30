import { type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto'

/** What a signature covers. `time` is the Request-Time or Response-Time header as it was sent; `body` the exact text. */
export type SignedParts = {
  readonly method: string
  readonly uri: string
  readonly clientId: string
  readonly time: string
  readonly body: string
}

/** `POST /aps/api/v1/payments/pay\n{Client-Id}.{time}.{body}`. Source: Alipay+ documentation, "Sign a request". */
export const contentToSign = ({ method, uri, clientId, time, body }: SignedParts): string =>
  `${method} ${uri}\n${clientId}.${time}.${body}`

/** SHA256withRSA over the UTF-8 content, base64, URL-encoded. */
export const sign = (content: string, privateKey: KeyObject): string =>
  encodeURIComponent(signBytes('sha256', Buffer.from(content, 'utf8'), privateKey).toString('base64'))

/** Whether a signature, URL-encoded or plain base64, is right. Never throws for what it was given. */
export const verify = (content: string, signature: string, publicKey: KeyObject): boolean => {
  try {
    const base64 = signature.includes('%') ? decodeURIComponent(signature) : signature
    const bytes = Buffer.from(base64, 'base64')
    const canonical = bytes.toString('base64')
    return (
      canonical === base64.padEnd(canonical.length, '=') &&
      verifyBytes('sha256', Buffer.from(content, 'utf8'), publicKey, bytes)
    )
  } catch {
    return false
  }
}

/** The parts of a Signature header. */
export type SignatureHeader = { readonly algorithm: string; readonly keyVersion: string; readonly signature: string }

/** The Signature header of a request or an answer. */
export const formatSignatureHeader = ({ keyVersion, signature }: { keyVersion: string; signature: string }): string =>
  `algorithm=RSA256, keyVersion=${keyVersion}, signature=${signature}`

/**
 * Reads `algorithm=RSA256, keyVersion=1, signature=…`, in any order and with any spaces; undefined when a part is
 * missing.
 */
export const parseSignatureHeader = (text: string): SignatureHeader | undefined => {
  const parts = new Map<string, string>()
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=')
    if (at > 0) parts.set(pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim())
  }
  const [algorithm, keyVersion, signature] = [parts.get('algorithm'), parts.get('keyversion'), parts.get('signature')]
  return algorithm && keyVersion && signature ? { algorithm, keyVersion, signature } : undefined
}
