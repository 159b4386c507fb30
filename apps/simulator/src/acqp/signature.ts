import { constants, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto'

/**
 * The simulator's own hand at Alipay+'s signatures. It shares no code with the connector that it tests, so that a
 * mistake on one side shows.
 */
const canonical = (uri: string, clientId: string, time: string, body: string): Buffer =>
  Buffer.from(['POST ', uri, '\n', clientId, '.', time, '.', body].join(''), 'utf8')

const padding = constants.RSA_PKCS1_PADDING

export type Signed = { readonly uri: string; readonly clientId: string; readonly time: string; readonly body: string }

/** The value of a Signature header. */
export const signatureHeader = (signed: Signed, key: { version: string; privateKey: KeyObject }): string => {
  const signer = createSign('RSA-SHA256')
  signer.end(canonical(signed.uri, signed.clientId, signed.time, signed.body))
  const value = signer.sign({ key: key.privateKey, padding }).toString('base64')
  return ['algorithm=RSA256', `keyVersion=${key.version}`, `signature=${encodeURIComponent(value)}`].join(',')
}

/** The parts of a Signature header, or undefined where it has none. */
export const partsOf = (header: string | undefined): { keyVersion: string; value: string } | undefined => {
  const found = Object.fromEntries(
    (header ?? '').split(',').map((part) => {
      const [name = '', ...rest] = part.trim().split('=')
      return [name, rest.join('=')]
    }),
  )
  const { algorithm, keyVersion, signature } = found
  return algorithm === 'RSA256' && keyVersion && signature ? { keyVersion, value: signature } : undefined
}

export const isGenuine = (signed: Signed, value: string, publicKey: KeyObject): boolean => {
  const verifier = createVerify('RSA-SHA256')
  verifier.end(canonical(signed.uri, signed.clientId, signed.time, signed.body))
  return verifier.verify({ key: publicKey, padding }, decodeURIComponent(value), 'base64')
}

/** A public key as the Developer Center takes it: bare base64 of its X.509 form. Throws for anything else. */
export const readPublicKey = (base64: string): KeyObject =>
  createPublicKey({ key: `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----`, format: 'pem' })

const skewMs = 2 * 3_600_000

/** The time as a message is stamped with it; a skewed clock is two hours behind. */
export const stampOf = (now: Date, isSkewed: boolean): string =>
  new Date(now.getTime() - (isSkewed ? skewMs : 0)).toISOString()
