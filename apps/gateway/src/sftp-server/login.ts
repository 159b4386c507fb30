import { createHash } from 'node:crypto'
import { isMerchantId, type MerchantId } from '@silkgate/domain'
import ssh2, { type AuthContext, type ParsedKey } from 'ssh2'
import type { LoginKey } from './login-key.store.ts'

/** The keys of a merchant that are in force, read anew each time. */
export type LoginKeysOf = (merchantId: MerchantId) => Promise<readonly LoginKey[]>

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: ParsedKey): string =>
  `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`

const types = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa']
const leastRsaBytes = 384

/**
 * Reads one line of an OpenSSH public key file, for a merchant to log in with. Throws with a remedy for anything else, and
 * for RSA of less than 3072 bits.
 */
export const readLoginKey = (text: string): { readonly publicKey: string; readonly fingerprint: string } => {
  const line = text.trim()
  const makeOne = 'Make one with: ssh-keygen -t ed25519, and give the one line of its .pub file.'
  const isOneLine = /^[\w@.-]+ [A-Za-z0-9+/]+={0,2}( [^\p{C}]*)?$/u.test(line) && line.length <= 8192
  const parsed = isOneLine ? ssh2.utils.parseKey(line) : undefined
  if (parsed === undefined || parsed instanceof Error || !types.includes(parsed.type)) {
    throw new Error(`publicKey: an OpenSSH public key is needed, of one of the types ${types.join(', ')}. ${makeOne}`)
  }
  if (parsed.type === 'ssh-rsa' && parsed.getPublicSSH().length < leastRsaBytes) {
    throw new Error(`publicKey: an RSA key needs 3072 bits. ${makeOne}`)
  }
  return { publicKey: line, fingerprint: fingerprintOf(parsed) }
}

export type Login = { readonly merchantId: MerchantId; readonly keyId: string }

/**
 * Whose key a client shows, where it is in force for the merchant that it names and the client proves that it has the
 * private half. Without a signature a client only asks whether a key would do. A signature with SHA-1 proves nothing.
 */
export const logIn = async (context: AuthContext, keysOf: LoginKeysOf): Promise<Login | undefined> => {
  if (context.method !== 'publickey' || !isMerchantId(context.username)) return undefined
  const { key, blob, signature, hashAlgo } = context
  if (key.algo === 'ssh-rsa' && hashAlgo === undefined) return undefined
  for (const { keyId, publicKey } of await keysOf(context.username)) {
    const known = ssh2.utils.parseKey(publicKey)
    if (known instanceof Error || known.type !== key.algo || !known.getPublicSSH().equals(key.data)) continue
    const isProven = signature === undefined || (blob !== undefined && known.verify(blob, signature, hashAlgo) === true)
    return isProven ? { merchantId: context.username, keyId } : undefined
  }
  return undefined
}
