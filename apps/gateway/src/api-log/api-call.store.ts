import type { MerchantId } from '@silkgate/domain'
import type { Behind } from '../http/list-query.ts'
import type { Db } from '../postgres/db.ts'
import { insertOf, relationOf, tableOf } from '../postgres/rows.ts'

/** A call as it is written; bytes as PostgreSQL writes them in hexadecimal. */
export type CallRow = {
  readonly merchant_id: string
  readonly call_id: string
  readonly at: Date
  readonly api_key_id: string | null
  readonly address: string
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly query: string | null
  readonly status: number
  readonly error_id: string | null
  readonly duration_ms: number
  readonly idempotence_key: string | null
  readonly request: string | null
  readonly answer: string | null
  readonly signed_parts: string | null
}

const calls = tableOf(
  'api_calls',
  `merchant_id bigint, call_id uuid, at timestamptz, api_key_id text, address text, operation text, method text, path text,
   query text, status smallint, error_id text, duration_ms integer, idempotence_key text, request text, answer text,
   signed_parts bytea`,
)
const uses = tableOf('api_key_uses', 'merchant_id bigint, key_id text, used_at timestamptz, address text')

/** The last use of each key in a batch. */
const usesIn = (rows: readonly CallRow[]) => [
  ...new Map(
    rows.flatMap(({ merchant_id, api_key_id: key_id, at: used_at, address }) =>
      key_id === null ? [] : [[key_id, { merchant_id, key_id, used_at, address }] as const],
    ),
  ).values(),
]

/** Adds calls to the log, but those of merchants that there are not, and notes when keys were used. */
export const insertCalls = async (db: Db, rows: readonly CallRow[]): Promise<void> => {
  const values: unknown[] = []
  const used = usesIn(rows)
  const noted =
    used.length === 0
      ? ''
      : `with used as (${insertOf(uses, used, values)}
         on conflict (merchant_id, key_id) do update set used_at = excluded.used_at, address = excluded.address
          where excluded.used_at >= api_key_uses.used_at)`
  const text = `${noted} insert into api_calls (${calls.names}) select ${calls.namesOfR}
      from ${relationOf(calls, rows, values)} join merchants m on m.merchant_id = r.merchant_id on conflict do nothing`
  await db.write('chore.keep_call', { text, values })
}

export type CallFilter = {
  readonly merchantId: MerchantId
  readonly error?: string | undefined
  /** The first figure of the status: 2, 4 or 5. */
  readonly statusClass?: number | undefined
  readonly method?: string | undefined
  /** What the path begins with. */
  readonly path?: string | undefined
  readonly apiKeyId?: string | undefined
  /** An idempotence key. */
  readonly sought?: string | undefined
  /** The id of a request, which may be an idempotence key too. */
  readonly callId?: string | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  readonly after?: Behind | undefined
  readonly limit: number
}

export type StoredCall = Omit<CallRow, 'merchant_id' | 'signed_parts'> & {
  readonly merchant_id: bigint
  readonly signed_parts: Buffer | null
}

export type ListedCall = Omit<StoredCall, 'request' | 'answer' | 'query' | 'signed_parts'>

const listed = `c.merchant_id, c.call_id, c.at, c.api_key_id, c.address, c.operation, c.method, c.path, c.status, c.error_id,
                c.duration_ms, c.idempotence_key`

/** A merchant's calls, the latest first. */
export const readCalls = (db: Db, filter: CallFilter): Promise<ListedCall[]> => {
  const values: unknown[] = [filter.merchantId]
  const given = <T>(value: T | undefined, condition: (parameter: string) => string): string[] =>
    value === undefined ? [] : [condition(`$${values.push(value)}`)]
  const conditions = [
    'c.merchant_id = $1',
    ...given(filter.error, (one) => `c.error_id = ${one}`),
    ...given(filter.statusClass, (one) => `c.status / 100 = ${one}::integer`),
    ...given(filter.method, (one) => `c.method = ${one}`),
    ...given(filter.path, (one) => `starts_with(c.path, ${one})`),
    ...given(filter.apiKeyId, (one) => `c.api_key_id = ${one}`),
    ...given(filter.sought, (one) => `c.idempotence_key = ${one}`),
    ...given(filter.callId, (one) => `(c.call_id = ${one}::uuid or c.idempotence_key = ${one}::text)`),
    ...given(filter.from, (one) => `c.at >= ${one}`),
    ...given(filter.until, (one) => `c.at < ${one}`),
    ...(filter.after === undefined
      ? []
      : [`(c.at, c.call_id) < ($${values.push(filter.after.at)}, $${values.push(filter.after.id)}::uuid)`]),
  ]
  return db.read<ListedCall>({
    text: `select ${listed} from api_calls c where ${conditions.join(' and ')}
            order by c.at desc, c.call_id desc limit $${values.push(filter.limit)}`,
    values,
  })
}

export const readCall = async (db: Db, merchantId: MerchantId, callId: string): Promise<StoredCall | undefined> => {
  const [row] = await db.read<StoredCall>({
    text: `select ${listed}, c.query, c.request, c.answer, c.signed_parts from api_calls c
            where c.merchant_id = $1 and c.call_id = $2`,
    values: [merchantId, callId],
  })
  return row
}

type ErrorCount = {
  readonly error_id: string
  readonly status: number
  readonly of_day: number
  readonly of_week: number
  readonly last_at: Date
}

/** How often a merchant's calls were answered with each error since a week, and since a day; the most frequent first. */
export const countErrors = (db: Db, merchantId: MerchantId, since: { day: Date; week: Date }): Promise<ErrorCount[]> =>
  db.read<ErrorCount>({
    text: `select error_id, min(status) as status, count(*) filter (where at >= $2)::integer as of_day,
                  count(*)::integer as of_week, max(at) as last_at
             from api_calls where merchant_id = $1 and error_id is not null and at >= $3
            group by error_id order by of_day desc, of_week desc, error_id`,
    values: [merchantId, since.day, since.week],
  })

/** Deletes calls that are too old, some thousands at a time; answers how many. */
export const deleteCallsBefore = async (db: Db, at: Date): Promise<number> => {
  const deleted = await db.write('chore.clean_up', {
    text: `delete from api_calls where (merchant_id, call_id) in
                  (select merchant_id, call_id from api_calls where at < $1 order by at limit 5000)
           returning call_id`,
    values: [at],
  })
  return deleted.length
}
