import type { MerchantId, PaymentId, RefundId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { insertOf, relationOf, tableOf } from '../postgres/rows.ts'

export type IdempotenceRow = {
  readonly merchant_id: MerchantId
  readonly method: string
  readonly path: string
  readonly key: string
  readonly fingerprint: string
  /** Null for a request that is about no payment. */
  readonly payment_id: PaymentId | null
  readonly refund_id: RefundId | null
  readonly first_at: Date
  readonly expires_at: Date
  readonly leased_until: Date
  readonly answer_status: number | null
  readonly answer_body: string | null
}

/** The answer to a request, as it is kept under the request's key. */
export type AnsweredKey = Pick<
  IdempotenceRow,
  'method' | 'path' | 'key' | 'payment_id' | 'answer_status' | 'answer_body'
>

const answerColumns = 'payment_id text, method text, path text, key text, answer_status integer, answer_body text'
const answers = tableOf('idempotence_keys', answerColumns)
const keyColumns = `merchant_id bigint, fingerprint text, first_at timestamptz, expires_at timestamptz,
  leased_until timestamptz, refund_id text, ${answerColumns}`
const keys = tableOf('idempotence_keys', keyColumns)

/** The CTE `claimed` of a statement: it has a row where the key is ours now, because it is new or the old one has expired. */
export const claimedWith = (claims: readonly IdempotenceRow[], values: unknown[]): string =>
  claims.length === 0
    ? ''
    : `claimed as (
    ${insertOf(keys, claims, values)}
    on conflict (merchant_id, method, path, key) do update
       set (fingerprint, payment_id, refund_id, first_at, expires_at, leased_until, answer_status, answer_body)
         = (excluded.fingerprint, excluded.payment_id, excluded.refund_id, excluded.first_at, excluded.expires_at,
            excluded.leased_until, excluded.answer_status, excluded.answer_body)
     where idempotence_keys.expires_at <= excluded.first_at
    returning key),`

/** A CTE that keeps answers with the payments named in the CTE `changed`; $1 is the merchant. */
export const answeredWith = (answered: readonly AnsweredKey[], values: unknown[]): string =>
  answered.length === 0
    ? ''
    : `, answered as (
    update idempotence_keys k set (answer_status, answer_body) = (r.answer_status, r.answer_body)
      from ${relationOf(answers, answered, values)} join changed using (payment_id)
     where k.merchant_id = $1 and k.method = r.method and k.path = r.path and k.key = r.key and k.payment_id = r.payment_id)`

export const readIdempotenceKey = async (
  db: Db,
  key: Pick<IdempotenceRow, 'merchant_id' | 'method' | 'path' | 'key'>,
): Promise<IdempotenceRow | undefined> => {
  const [row] = await db.read<IdempotenceRow>({
    name: 'read_idempotence_key',
    text: 'select * from idempotence_keys where merchant_id = $1 and method = $2 and path = $3 and key = $4',
    values: [key.merchant_id, key.method, key.path, key.key],
  })
  return row
}

/** The claim that stands under a key, unless it has expired. */
export const findKey = async (
  db: Db,
  key: Pick<IdempotenceRow, 'merchant_id' | 'method' | 'path' | 'key'>,
  at: Date,
): Promise<IdempotenceRow | undefined> => {
  const row = await readIdempotenceKey(db, key)
  return row !== undefined && row.expires_at > at ? row : undefined
}

/** Deletes idempotence keys that are too old to count, a thousand at a time; answers how many it deleted. */
export const deleteExpiredKeys = async (db: Db, at: Date): Promise<number> => {
  const deleted = await db.write('chore.clean_up', {
    text: `delete from idempotence_keys
            where (merchant_id, method, path, key) in
                  (select merchant_id, method, path, key from idempotence_keys where expires_at <= $1 limit 1000)
           returning key`,
    values: [at],
  })
  return deleted.length
}
