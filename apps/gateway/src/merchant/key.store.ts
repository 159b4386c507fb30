import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

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

/** Signs a merchant's webhooks with a key from now on; answers false when it has no such key in force. */
export const useWebhookKey = async (
  db: Db,
  key: { keyId: string; merchantId: MerchantId; at: Date },
): Promise<boolean> => {
  const used = await db.write('chore.set_up', {
    // After every other, even where two are put in use at one instant of a clock that stands still.
    text: `update webhook_keys set used_from = greatest($3, (
                  select max(used_from) + interval '1 millisecond' from webhook_keys where merchant_id = $2))
            where key_id = $1 and merchant_id = $2 and retired_at is null returning key_id`,
    values: [key.keyId, key.merchantId, key.at],
  })
  return used.length === 1
}

/** Ends a merchant's key; answers false when it has no such key in force. */
export const retireKey = async (
  db: Db,
  table: KeyTable,
  key: { keyId: string; merchantId: MerchantId; at: Date },
): Promise<boolean> => {
  const ended = await db.write('chore.set_up', {
    text: `update ${table} set retired_at = $3 where key_id = $1 and merchant_id = $2 and retired_at is null
           returning key_id`,
    values: [key.keyId, key.merchantId, key.at],
  })
  return ended.length === 1
}

/** Adds a key; answers false when the id is taken. */
export const insertKey = async (
  db: Db,
  table: KeyTable,
  key: { keyId: string; merchantId: MerchantId; sealed: Buffer; at: Date },
): Promise<boolean> => {
  const added = await db.write('chore.set_up', {
    text: `insert into ${table} (key_id, merchant_id, secret, created_at) values ($1, $2, $3, $4)
           on conflict do nothing returning key_id`,
    values: [key.keyId, key.merchantId, key.sealed, key.at],
  })
  return added.length === 1
}
