import ssh2, { type ParsedKey } from 'ssh2'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { keepHostKey, readHostKey } from './host-key.store.ts'
import { fingerprintOf } from './login.ts'

const place = 'sftp_host_key'

const read = (privateKey: string): ParsedKey => {
  const parsed = ssh2.utils.parseKey(privateKey)
  if (parsed instanceof Error) throw new Error(`The host key of the SFTP server cannot be read: ${parsed.message}`)
  return parsed
}

/** One of some hundred keys that ssh2 makes begins with a zero that it leaves out, and nobody can read it. */
const makeKey = (): string => {
  for (;;) {
    const key = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'silkgate' }).private
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key
  }
}

/**
 * The host key of our SFTP server, in the form of OpenSSH: made once, kept sealed in the database, and the same for every
 * gateway ever after, since merchants pin it.
 */
export const findOrMakeHostKey = async (db: Db, masterKey: MasterKey, at: Date): Promise<string> => {
  const known = await readHostKey(db)
  return masterKey.open(place, known ?? (await keepHostKey(db, masterKey.seal(place, makeKey()), at)))
}

/** What merchants are told of the host key; undefined where no gateway has served yet. */
export const showHostKey = async (
  db: Db,
  masterKey: MasterKey,
): Promise<{ readonly publicKey: string; readonly fingerprint: string } | undefined> => {
  const known = await readHostKey(db)
  if (known === undefined) return undefined
  const key = read(masterKey.open(place, known))
  return { publicKey: `${key.type} ${key.getPublicSSH().toString('base64')}`, fingerprint: fingerprintOf(key) }
}

export const fingerprintOfPrivateKey = (privateKey: string): string => fingerprintOf(read(privateKey))
