import { randomUUID } from 'node:crypto'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { FileSource } from './received-file.ts'
import { makeLoginKey } from './sftp.ts'
import { insertSftpKey, listSftpKeys } from './sftp-key.store.ts'

const placeOf = (source: FileSource, keyId: string): string => `sftp_keys/${source}/${keyId}`

/**
 * Makes a key pair for a source, ed25519, and answers its public half in the form of OpenSSH for the other side. The
 * private half is stored sealed and never shown.
 */
export const makeSftpKey = async (
  db: Db,
  masterKey: MasterKey,
  source: FileSource,
  at: Date,
): Promise<{ keyId: string; publicKey: string }> => {
  const keyId = randomUUID()
  const pair = makeLoginKey(`silkgate-${source}`)
  const sealedPrivateKey = masterKey.seal(placeOf(source, keyId), pair.private)
  await insertSftpKey(db, { source, keyId, publicKey: pair.public, sealedPrivateKey, at })
  return { keyId, publicKey: pair.public }
}

/** The private keys in force for a source, the youngest first. */
export const privateSftpKeys = async (db: Db, masterKey: MasterKey, source: FileSource): Promise<string[]> =>
  (await listSftpKeys(db, source))
    .filter(({ retired_at }) => retired_at === null)
    .map((row) => masterKey.open(placeOf(source, row.key_id), row.private_key))
