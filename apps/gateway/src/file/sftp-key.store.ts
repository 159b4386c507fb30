import type { Db } from '../postgres/db.ts'
import type { FileSource } from './received-file.ts'

export type SftpKeyRow = {
  readonly source: FileSource
  readonly key_id: string
  /** In the form of OpenSSH. */
  readonly public_key: string
  readonly private_key: Buffer
  readonly created_at: Date
  readonly retired_at: Date | null
}

/** The keys for a source, the youngest first. */
export const listSftpKeys = (db: Db, source: FileSource): Promise<SftpKeyRow[]> =>
  db.read<SftpKeyRow>({
    text: 'select * from sftp_keys where source = $1 order by created_at desc, key_id desc',
    values: [source],
  })

export const insertSftpKey = async (
  db: Db,
  key: { source: FileSource; keyId: string; publicKey: string; sealedPrivateKey: Buffer; at: Date },
): Promise<void> => {
  await db.write('chore.set_up', {
    text: 'insert into sftp_keys (source, key_id, public_key, private_key, created_at) values ($1, $2, $3, $4, $5)',
    values: [key.source, key.keyId, key.publicKey, key.sealedPrivateKey, key.at],
  })
}

/** Ends a key; answers false when there is no such key in force. */
export const retireSftpKey = async (db: Db, source: FileSource, keyId: string, at: Date): Promise<boolean> => {
  const ended = await db.write('chore.set_up', {
    text: `update sftp_keys set retired_at = $3 where source = $1 and key_id = $2 and retired_at is null
           returning key_id`,
    values: [source, keyId, at],
  })
  return ended.length === 1
}
