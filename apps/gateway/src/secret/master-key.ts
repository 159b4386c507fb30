import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Seals and opens what is secret at rest (API and webhook secrets, private keys, documents) with AES-256-GCM under a key
 * derived from MASTER_KEY. `place` says where a secret belongs ("api_keys/abc"): a sealed secret opens only in its own place.
 */
export type MasterKey = {
  seal(place: string, secret: string | Buffer): Buffer
  /** Throws when the bytes were sealed for another place, with another key, or were changed. */
  open(place: string, sealed: Buffer): string
  /** The same, of bytes that are no text. */
  openBytes(place: string, sealed: Buffer): Buffer
  /** A key of its own for a purpose. */
  derive(purpose: string): Buffer
}

const version = 1
const ivLength = 12
const tagLength = 16

/** `MASTER_KEY` is 32 bytes in base64. */
export const readMasterKey = (text: string): Buffer => {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) {
    throw new Error('MASTER_KEY: 32 bytes in base64 are needed. Make one with: openssl rand -base64 32')
  }
  return key
}

export const masterKeyOf = (key: Buffer): MasterKey => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32))
  const derived = derive('silkgate secrets at rest')
  const openBytes = (place: string, bytes: Buffer): Buffer => {
    if (bytes[0] !== version) throw new Error(`The secret at ${place} was sealed by a newer silkgate.`)
    const iv = bytes.subarray(1, 1 + ivLength)
    const tag = bytes.subarray(1 + ivLength, 1 + ivLength + tagLength)
    try {
      const decipher = createDecipheriv('aes-256-gcm', derived, iv, { authTagLength: tagLength })
      decipher.setAAD(Buffer.from(place)).setAuthTag(tag)
      return Buffer.concat([decipher.update(bytes.subarray(1 + ivLength + tagLength)), decipher.final()])
    } catch {
      throw new Error(`The secret at ${place} does not open: MASTER_KEY is not the one it was sealed with.`)
    }
  }
  return {
    seal: (place, secret) => {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv('aes-256-gcm', derived, iv).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([
        cipher.update(typeof secret === 'string' ? Buffer.from(secret) : secret),
        cipher.final(),
      ])
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed])
    },
    open: (place, bytes) => openBytes(place, bytes).toString('utf8'),
    openBytes,
    derive,
  }
}
