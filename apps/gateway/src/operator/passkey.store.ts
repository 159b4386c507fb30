import type { Db, Tx } from '../postgres/db.ts'

export type PasskeyRow = {
  readonly credential_id: Buffer
  readonly passkey_id: string
  readonly user_id: string
  readonly name: string
  readonly public_key: Buffer
  readonly sign_count: bigint
  readonly transports: string[]
  readonly created_at: Date
  readonly last_used_at: Date | null
}

export type NewPasskey = {
  readonly credentialId: Buffer
  readonly passkeyId: string
  readonly userId: string
  readonly name: string
  readonly publicKey: Buffer
  readonly signCount: number
  readonly transports: readonly string[]
}

/** Adds a passkey; answers false where it is somebody's already. */
export const insertPasskey = async (tx: Tx, passkey: NewPasskey, at: Date): Promise<boolean> => {
  const { credentialId, passkeyId, userId, name, publicKey, signCount, transports } = passkey
  const added = await tx.run({
    text: `insert into passkeys (credential_id, passkey_id, user_id, name, public_key, sign_count, transports, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning user_id`,
    values: [credentialId, passkeyId, userId, name, publicKey, signCount, transports, at],
  })
  return added.length === 1
}

export const listPasskeys = (db: Db, userId: string): Promise<PasskeyRow[]> =>
  db.read<PasskeyRow>({ text: 'select * from passkeys where user_id = $1 order by created_at', values: [userId] })

export const readPasskey = async (db: Db, credentialId: Buffer): Promise<PasskeyRow | undefined> => {
  const text = 'select * from passkeys where credential_id = $1'
  const [row] = await db.read<PasskeyRow>({ text, values: [credentialId] })
  return row
}

/** Says that a passkey was used; answers false where it is gone, or its count went on meanwhile: somebody has a copy. */
export const countPasskeyUse = async (tx: Tx, credentialId: Buffer, signCount: number, at: Date): Promise<boolean> => {
  const used = await tx.run({
    text: `update passkeys set sign_count = $2, last_used_at = $3
            where credential_id = $1 and (sign_count < $2 or (sign_count = 0 and $2 = 0)) returning user_id`,
    values: [credentialId, signCount, at],
  })
  return used.length === 1
}

export const deletePasskey = async (db: Db, userId: string, passkeyId: string): Promise<boolean> => {
  const text = 'delete from passkeys where user_id = $1 and passkey_id = $2 returning user_id'
  return (await db.write('chore.sign_in', { text, values: [userId, passkeyId] })).length === 1
}
