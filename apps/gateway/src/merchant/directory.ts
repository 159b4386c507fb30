import type { Merchant, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { cached } from './cached.ts'
import { type KeyRow, type KeyTable, readKey, readSigningKey } from './key.store.ts'
import { readMerchant } from './merchant.store.ts'

export type Secret = { readonly keyId: string; readonly merchantId: MerchantId; readonly secret: string }

/** What is known of merchants and their keys, up to five seconds old. */
export type Directory = {
  merchant(merchantId: MerchantId): Promise<Merchant | undefined>
  apiKey(keyId: string): Promise<Secret | undefined>
  /** The key that our webhooks to a merchant are signed with. */
  webhookKey(merchantId: MerchantId): Promise<Secret | undefined>
}

const ttlMs = 5_000

export const openDirectory = (db: Db, masterKey: MasterKey, wallMs: () => number): Directory => {
  const opened = (table: KeyTable, row: KeyRow | undefined): Secret | undefined =>
    row && {
      keyId: row.key_id,
      merchantId: row.merchant_id.toString(),
      secret: masterKey.open(`${table}/${row.key_id}`, row.secret),
    }
  return {
    merchant: cached((merchantId) => readMerchant(db, merchantId), ttlMs, wallMs),
    apiKey: cached(async (keyId) => opened('api_keys', await readKey(db, 'api_keys', keyId)), ttlMs, wallMs),
    webhookKey: cached(
      async (merchantId) => opened('webhook_keys', await readSigningKey(db, merchantId)),
      ttlMs,
      wallMs,
    ),
  }
}
