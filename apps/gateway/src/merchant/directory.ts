import type { Merchant, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { cached } from './cached.ts'
import { type KeyRow, type KeyTable, listEveryKey, readKey, readSigningKey } from './key.store.ts'
import { readMerchant } from './merchant.store.ts'

export type Secret = { readonly keyId: string; readonly merchantId: MerchantId; readonly secret: string }

/** A key as it is known to those who look for what made a signature: its secret is compared, never shown. */
export type KnownKey = Secret & { readonly kind: 'api' | 'webhook'; readonly retiredAt: Date | undefined }

/** What is known of merchants and their keys, up to five seconds old. */
export type Directory = {
  merchant(merchantId: MerchantId): Promise<Merchant | undefined>
  apiKey(keyId: string): Promise<Secret | undefined>
  /** The key that our webhooks to a merchant are signed with. */
  webhookKey(merchantId: MerchantId): Promise<Secret | undefined>
  /** Every key that a merchant has or had, of both kinds. Read anew each time. */
  keysOf(merchantId: MerchantId): Promise<KnownKey[]>
}

const ttlMs = 5_000

const openSecret = (masterKey: MasterKey, table: KeyTable, row: KeyRow): Secret => ({
  keyId: row.key_id,
  merchantId: row.merchant_id.toString(),
  secret: masterKey.open(`${table}/${row.key_id}`, row.secret),
})

/** Every key that a merchant, or any merchant, has or had: the youngest first, retired ones last. */
export const readKnownKeys = async (
  db: Db,
  masterKey: MasterKey,
  at: Date,
  merchantId?: MerchantId,
): Promise<KnownKey[]> =>
  (await listEveryKey(db, merchantId)).map((row) => ({
    ...openSecret(masterKey, row.key_table, row),
    kind: row.key_table === 'api_keys' ? 'api' : 'webhook',
    retiredAt: row.retired_at !== null && row.retired_at <= at ? row.retired_at : undefined,
  }))

/** In the sandbox the clock can be moved: what begins in the time that was skipped is known at once too. */
export const openDirectory = (
  db: Db,
  masterKey: MasterKey,
  { wallMs, now }: Pick<World, 'wallMs' | 'now'>,
): Directory => {
  const opened = (table: KeyTable, row: KeyRow | undefined): Secret | undefined =>
    row && openSecret(masterKey, table, row)
  return {
    merchant: cached(
      (merchantId) => readMerchant(db, merchantId),
      ttlMs,
      wallMs,
      () => now().getTime(),
    ),
    apiKey: cached(
      async (keyId) => opened('api_keys', await readKey(db, 'api_keys', keyId, now())),
      ttlMs,
      wallMs,
      () => now().getTime(),
    ),
    webhookKey: cached(
      async (merchantId) => opened('webhook_keys', await readSigningKey(db, merchantId)),
      ttlMs,
      wallMs,
    ),
    keysOf: (merchantId) => readKnownKeys(db, masterKey, now(), merchantId),
  }
}
