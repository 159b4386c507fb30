import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

/** A public key with which a merchant logs in. */
export type LoginKey = { readonly keyId: string; readonly publicKey: string }

export type LoginKeyRow = {
  readonly key_id: string
  /** In the form of OpenSSH. */
  readonly public_key: string
  /** `SHA256:…` */
  readonly fingerprint: string
  readonly created_at: Date
  readonly retired_at: Date | null
}

/** Every key that a merchant has or had, the youngest first. */
export const listLoginKeys = (db: Db, merchantId: MerchantId): Promise<LoginKeyRow[]> =>
  db.read<LoginKeyRow>({
    text: `select key_id, public_key, fingerprint, created_at, retired_at from merchant_sftp_keys
            where merchant_id = $1 order by created_at desc, key_id desc`,
    values: [merchantId],
  })

export const loginKeysInForce = async (db: Db, merchantId: MerchantId): Promise<LoginKey[]> =>
  (await listLoginKeys(db, merchantId))
    .filter(({ retired_at }) => retired_at === null)
    .map((row) => ({ keyId: row.key_id, publicKey: row.public_key }))

/** Adds a key; answers false when the merchant has it in force already. */
export const insertLoginKey = async (
  db: Db,
  key: { merchantId: MerchantId; keyId: string; publicKey: string; fingerprint: string; at: Date },
): Promise<boolean> => {
  const added = await db.write('chore.set_up', {
    text: `insert into merchant_sftp_keys (merchant_id, key_id, public_key, fingerprint, created_at)
           values ($1, $2, $3, $4, $5) on conflict do nothing returning key_id`,
    values: [key.merchantId, key.keyId, key.publicKey, key.fingerprint, key.at],
  })
  return added.length === 1
}

/** Ends a key; answers false when the merchant has no such key in force. */
export const retireLoginKey = async (db: Db, merchantId: MerchantId, keyId: string, at: Date): Promise<boolean> => {
  const ended = await db.write('chore.set_up', {
    text: `update merchant_sftp_keys set retired_at = $3
            where merchant_id = $1 and key_id = $2 and retired_at is null returning key_id`,
    values: [merchantId, keyId, at],
  })
  return ended.length === 1
}
