import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../../postgres/db.ts'
import type { DeliveryRow } from '../event.store.ts'

export type EventFilter = {
  readonly merchantId: MerchantId
  readonly type: string | undefined
  /** Only what still waits to be delivered somewhere. */
  readonly isWaiting: boolean
  /** Those of a lower position. */
  readonly before: bigint | undefined
  readonly limit: number
}

type ListedEvent = {
  readonly event_id: string
  readonly position: bigint
  readonly type: string
  readonly created_at: Date
  readonly payment_id: string | null
}

/** A merchant's events, the latest first. */
export const latestEvents = (
  db: Db,
  { merchantId, type, isWaiting, before, limit }: EventFilter,
): Promise<ListedEvent[]> => {
  const values: unknown[] = [merchantId]
  const conditions = [
    'e.merchant_id = $1 and e.position is not null',
    type && `e.type = $${values.push(type)}`,
    before !== undefined && `e.position < $${values.push(before)}`,
    isWaiting &&
      `e.event_id in (select d.event_id from webhook_endpoints p
                        join webhook_deliveries d on d.merchant_id = $1 and d.endpoint_id = p.endpoint_id and d.state = 'pending'
                       where p.merchant_id = $1 and p.removed_at is null)`,
  ].filter(Boolean)
  return db.read<ListedEvent>({
    text: `select e.event_id, e.position, e.type, e.created_at, e.payment_id from webhook_events e
            where ${conditions.join(' and ')} order by e.position desc limit $${values.push(limit)}`,
    values,
  })
}

type LastTry = DeliveryRow & { readonly event_id: string; readonly last_answer: string | null }

/** How each of some events stands at each endpoint, with what was answered last. */
export const lastTries = (db: Db, merchantId: MerchantId, eventIds: readonly string[]): Promise<LastTry[]> =>
  db.read<LastTry>({
    text: `select d.event_id, d.endpoint_id, p.url, d.state, d.attempts,
                  case when d.state = 'pending' then p.next_try_at end as next_try_at, last.answer as last_answer
             from webhook_endpoints p
             join webhook_deliveries d on d.merchant_id = p.merchant_id and d.endpoint_id = p.endpoint_id
                  left join lateral (
                  select coalesce(a.error, 'HTTP ' || a.status) as answer from webhook_attempts a
                   where a.merchant_id = d.merchant_id and a.endpoint_id = d.endpoint_id and a.event_id = d.event_id
                   order by a.attempt desc limit 1) last on true
            where p.merchant_id = $1 and d.event_id = any ($2::uuid[]) order by p.created_at, p.endpoint_id`,
    values: [merchantId, eventIds],
  })
