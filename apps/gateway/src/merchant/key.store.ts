import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { type By, recordChange } from './change.store.ts'

/** Which of a merchant's two kinds of secret: API keys sign its requests to us, webhook keys our events to it. */
export type KeyTable = 'api_keys' | 'webhook_keys'

export type KeyRow = {
  readonly key_id: string
  readonly merchant_id: bigint
  readonly secret: Buffer
  readonly created_at: Date
  readonly retired_at: Date | null
}

const keyColumns = 'key_id, merchant_id, secret, created_at, retired_at'

export const readKey = async (db: Db, table: KeyTable, keyId: string): Promise<KeyRow | undefined> => {
  const [row] = await db.read<KeyRow>({
    text: `select ${keyColumns} from ${table} where key_id = $1 and retired_at is null`,
    values: [keyId],
  })
  return row
}

/** A merchant's keys, those in force first, the youngest first. */
export const listKeys = (db: Db, table: KeyTable, merchantId: MerchantId): Promise<KeyRow[]> =>
  db.read<KeyRow>({
    text: `select ${keyColumns} from ${table}
            where merchant_id = $1 order by retired_at nulls first, created_at desc, key_id`,
    values: [merchantId],
  })

/** Every key of a merchant, or of all merchants, of both kinds, the youngest first and retired ones last. */
export const listEveryKey = (db: Db, merchantId?: MerchantId): Promise<(KeyRow & { key_table: KeyTable })[]> =>
  db.read<KeyRow & { key_table: KeyTable }>({
    text: `select * from (select 'api_keys' as key_table, ${keyColumns} from api_keys
                          union all select 'webhook_keys', ${keyColumns} from webhook_keys) keys
            where $1::bigint is null or merchant_id = $1
            order by retired_at nulls first, created_at desc, key_table, key_id`,
    values: [merchantId ?? null],
  })

/**
 * The webhook key that a merchant's webhooks are signed with: of those in force the one that was put in use last; where
 * none was, the oldest, which the merchant is likeliest to have.
 */
export const readSigningKey = async (db: Db, merchantId: MerchantId): Promise<KeyRow | undefined> => {
  const [row] = await db.read<KeyRow>({
    text: `select ${keyColumns} from webhook_keys
            where merchant_id = $1 and retired_at is null order by used_from desc nulls last, created_at, key_id limit 1`,
    values: [merchantId],
  })
  return row
}

/** How people call the two kinds. */
const namesOf: Readonly<Record<KeyTable, string>> = { api_keys: 'API key', webhook_keys: 'webhook key' }

type KeyOfMerchant = By & { readonly keyId: string; readonly merchantId: MerchantId }

/** Changes a key by a statement that answers a row, and writes it into the merchant's history; false where it answers none. */
const changeKey = (
  db: Db,
  table: KeyTable,
  { keyId, merchantId, ...who }: KeyOfMerchant,
  what: string,
  statement: { readonly text: string; readonly values: readonly unknown[] },
): Promise<boolean> =>
  db.transaction('chore.set_up', async (tx) => {
    if ((await tx.run(statement)).length === 0) return false
    await recordChange(tx, merchantId, who, { what: `${namesOf[table]} ${what}`, after: { keyId } })
    return true
  })

/** Signs a merchant's webhooks with a key from now on; answers false when it has no such key in force. */
export const useWebhookKey = (db: Db, key: KeyOfMerchant): Promise<boolean> =>
  changeKey(db, 'webhook_keys', key, 'put in use', {
    // After every other, even where two are put in use at one instant of a clock that stands still.
    text: `update webhook_keys set used_from = greatest($3, (
                  select max(used_from) + interval '1 millisecond' from webhook_keys where merchant_id = $2))
            where key_id = $1 and merchant_id = $2 and retired_at is null returning key_id`,
    values: [key.keyId, key.merchantId, key.at],
  })

/** Ends a merchant's key; answers false when it has no such key in force. */
export const retireKey = (db: Db, table: KeyTable, key: KeyOfMerchant): Promise<boolean> =>
  changeKey(db, table, key, 'retired', {
    text: `update ${table} set retired_at = $3 where key_id = $1 and merchant_id = $2 and retired_at is null
           returning key_id`,
    values: [key.keyId, key.merchantId, key.at],
  })

/** Adds a key; answers false when the id is taken. */
export const insertKey = (
  db: Db,
  table: KeyTable,
  key: KeyOfMerchant & { readonly sealed: Buffer },
): Promise<boolean> =>
  changeKey(db, table, key, 'added', {
    text: `insert into ${table} (key_id, merchant_id, secret, created_at) values ($1, $2, $3, $4)
           on conflict do nothing returning key_id`,
    values: [key.keyId, key.merchantId, key.sealed, key.at],
  })
