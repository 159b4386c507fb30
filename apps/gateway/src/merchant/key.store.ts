import type { MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
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

/** A key that is in force then: one that has been rotated still is, until its end. */
export const readKey = async (db: Db, table: KeyTable, keyId: string, at: Date): Promise<KeyRow | undefined> => {
  const [row] = await db.read<KeyRow>({
    text: `select ${keyColumns} from ${table} where key_id = $1 and (retired_at is null or retired_at > $2)`,
    values: [keyId, at],
  })
  return row
}

export type ListedKey = Omit<KeyRow, 'secret'> & { readonly used_at: Date | null; readonly address: string | null }

/** A merchant's API keys with their last use: those in force first, the youngest first. */
export const listApiKeys = (db: Db, merchantId: MerchantId): Promise<ListedKey[]> =>
  db.read<ListedKey>({
    text: `select k.key_id, k.merchant_id, k.created_at, k.retired_at, u.used_at, u.address
             from api_keys k left join api_key_uses u using (merchant_id, key_id)
            where k.merchant_id = $1 order by k.retired_at desc nulls first, k.created_at desc, k.key_id limit 200`,
    values: [merchantId],
  })

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
  db.transaction('chore.set_up', (tx) => changeKeyIn(tx, table, { keyId, merchantId, ...who }, what, statement))

const changeKeyIn = async (
  tx: Tx,
  table: KeyTable,
  { keyId, merchantId, ...who }: KeyOfMerchant,
  what: string,
  statement: { readonly text: string; readonly values: readonly unknown[] },
): Promise<boolean> => {
  if ((await tx.run(statement)).length === 0) return false
  await recordChange(tx, merchantId, who, { what: `${namesOf[table]} ${what}`, after: { keyId } })
  return true
}

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
    text: `update ${table} set retired_at = $3
            where key_id = $1 and merchant_id = $2 and (retired_at is null or retired_at > $3) returning key_id`,
    values: [key.keyId, key.merchantId, key.at],
  })

type NewKey = KeyOfMerchant & { readonly sealed: Buffer }

const insertion = (table: KeyTable, key: NewKey) => ({
  text: `insert into ${table} (key_id, merchant_id, secret, created_at) values ($1, $2, $3, $4)
         on conflict do nothing returning key_id`,
  values: [key.keyId, key.merchantId, key.sealed, key.at],
})

/** Adds a key; answers false when the id is taken. */
export const insertKey = (db: Db, table: KeyTable, key: NewKey): Promise<boolean> =>
  changeKey(db, table, key, 'added', insertion(table, key))

/** Adds an API key in place of another, which ends then; answers false when the merchant has no such key in force. */
export const replaceApiKey = (db: Db, old: string, key: NewKey, endsAt: Date): Promise<boolean> =>
  db.transaction('chore.set_up', async (tx) => {
    const ends = await changeKeyIn(tx, 'api_keys', { ...key, keyId: old }, 'replaced', {
      text: `update api_keys set retired_at = $3 where key_id = $1 and merchant_id = $2 and retired_at is null
             returning key_id`,
      values: [old, key.merchantId, endsAt],
    })
    return ends && changeKeyIn(tx, 'api_keys', key, 'added', insertion('api_keys', key))
  })
