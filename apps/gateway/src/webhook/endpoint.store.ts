import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type EndpointRow = {
  readonly merchant_id: bigint
  readonly endpoint_id: string
  readonly url: string
  readonly events: string[] | null
  readonly created_at: Date
  readonly verified_at: Date | null
  readonly paused_at: Date | null
  readonly failures: number
  readonly failing_since: Date | null
  readonly next_try_at: Date | null
}

/** Adds an endpoint; answers false when the merchant has this URL already. */
export const insertEndpoint = async (
  db: Db,
  endpoint: {
    merchantId: MerchantId
    endpointId: string
    url: string
    events: readonly string[] | undefined
    at: Date
  },
): Promise<boolean> => {
  const added = await db.write('chore.set_up', {
    text: `insert into webhook_endpoints (merchant_id, endpoint_id, url, events, created_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing returning endpoint_id`,
    values: [endpoint.merchantId, endpoint.endpointId, endpoint.url, endpoint.events ?? null, endpoint.at],
  })
  return added.length === 1
}

/** Puts an endpoint of a fixed id at a URL, wherever it was before: for the sandbox, whose ports may change. */
export const placeEndpoint = (
  db: Db,
  endpoint: { merchantId: MerchantId; endpointId: string; url: string; at: Date },
): Promise<unknown> =>
  db.write('chore.set_up', {
    text: `insert into webhook_endpoints (merchant_id, endpoint_id, url, created_at) values ($1, $2, $3, $4)
           on conflict (merchant_id, endpoint_id) do update set url = excluded.url`,
    values: [endpoint.merchantId, endpoint.endpointId, endpoint.url, endpoint.at],
  })

export type ListedEndpoint = EndpointRow & { readonly waiting: number; readonly last_answer: string | null }

/** Endpoints, each with how much waits for it, and what the oldest of that was answered last. */
const listed = (db: Db, chosen: string, values: readonly unknown[]): Promise<ListedEndpoint[]> =>
  db.read<ListedEndpoint>({
    text: `select e.*, last.answer as last_answer,
                  (select count(*)::integer from webhook_deliveries d
                    where d.merchant_id = e.merchant_id and d.endpoint_id = e.endpoint_id and d.state = 'pending') as waiting
             from webhook_endpoints e
                  left join lateral (
                  select d.event_id from webhook_deliveries d
                   where d.merchant_id = e.merchant_id and d.endpoint_id = e.endpoint_id and d.state = 'pending'
                   order by d.created_at, d.event_id limit 1) head on true
                  left join lateral (
                  select coalesce(a.error, a.status || ' ' || a.answer) as answer from webhook_attempts a
                   where a.merchant_id = e.merchant_id and a.endpoint_id = e.endpoint_id and a.event_id = head.event_id
                   order by a.attempt desc limit 1) last on true
            where e.removed_at is null ${chosen}`,
    values,
  })

/** A merchant's endpoints, the oldest first. */
export const listEndpoints = (db: Db, merchantId: MerchantId): Promise<ListedEndpoint[]> =>
  listed(db, 'and e.merchant_id = $1 order by e.created_at, e.endpoint_id', [merchantId])

/** The endpoints of all merchants, those that fail first, and no more than `atMost`. */
export const listAllEndpoints = (db: Db, atMost: number): Promise<ListedEndpoint[]> =>
  listed(db, 'order by e.failures = 0, e.merchant_id, e.created_at, e.endpoint_id limit $1', [atMost])

type Which = { readonly merchantId: MerchantId; readonly endpointId: string; readonly at: Date }

/** One change of an endpoint that is there, in one commit; answers the endpoint as it is then. */
const change = async (
  db: Db,
  { merchantId, endpointId, at }: Which,
  text: string,
): Promise<EndpointRow | undefined> => {
  const [row] = await db.write<EndpointRow>('chore.set_up', {
    text: `${text} where merchant_id = $1 and endpoint_id = $2 and removed_at is null and $3::timestamptz is not null
           returning *`,
    values: [merchantId, endpointId, at],
  })
  return row
}

export const markVerified = (db: Db, which: Which, isVerified: boolean): Promise<EndpointRow | undefined> =>
  change(db, which, `update webhook_endpoints set verified_at = ${isVerified ? '$3' : 'null'}`)

/** From its commit on nothing more is sent there; what is under way ends as it ends. */
export const pauseEndpoint = (db: Db, which: Which): Promise<EndpointRow | undefined> =>
  change(db, which, 'update webhook_endpoints set paused_at = coalesce(paused_at, $3)')

/** Sends again, and tries a failing endpoint at once. What waited so long that it is not worth trying is given up. */
export const resumeEndpoint = (
  db: Db,
  which: Which & { readonly giveUpBefore: Date },
): Promise<EndpointRow | undefined> =>
  db.transaction('chore.set_up', async (tx) => {
    const values = [which.merchantId, which.endpointId]
    const [row] = await tx.run<EndpointRow>({
      text: `update webhook_endpoints set paused_at = null, next_try_at = null
              where merchant_id = $1 and endpoint_id = $2 and removed_at is null returning *`,
      values,
    })
    await tx.run({
      text: `update webhook_deliveries set state = 'given_up'
              where merchant_id = $1 and endpoint_id = $2 and state = 'pending' and created_at < $3`,
      values: [...values, which.giveUpBefore],
    })
    return row
  })

/** Takes an endpoint out of service for ever; what was sent to it can still be read. */
export const removeEndpoint = (db: Db, which: Which): Promise<EndpointRow | undefined> =>
  db.transaction('chore.set_up', async (tx) => {
    const values = [which.merchantId, which.endpointId]
    const [row] = await tx.run<EndpointRow>({
      text: `update webhook_endpoints set removed_at = $3
              where merchant_id = $1 and endpoint_id = $2 and removed_at is null returning *`,
      values: [...values, which.at],
    })
    await tx.run({
      text: `update webhook_deliveries set state = 'given_up'
              where merchant_id = $1 and endpoint_id = $2 and state = 'pending'`,
      values,
    })
    return row
  })
