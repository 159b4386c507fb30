import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { type EventRow, eventColumns } from './webhook.store.ts'

/** An event with its position in its merchant's list; null for a moment, until it is published. */
export type ListedEvent = EventRow & { readonly position: bigint | null }

export type EventQuery = {
  readonly after: bigint
  readonly limit: number
  readonly type: string | undefined
  readonly paymentId: string | undefined
}

/** A merchant's events after a position, in the order of their positions. */
export const listEvents = (
  db: Db,
  merchantId: MerchantId,
  { after, limit, type, paymentId }: EventQuery,
): Promise<ListedEvent[]> => {
  const values: unknown[] = [merchantId, after, limit]
  const typed = type === undefined ? '' : `and e.type = $${values.push(type)}`
  const ofPayment = paymentId === undefined ? '' : `and e.payment_id = $${values.push(paymentId)}`
  return db.read<ListedEvent>({
    text: `select e.position, ${eventColumns} from webhook_events e
            where e.merchant_id = $1 and e.position > $2 ${typed} ${ofPayment} order by e.position limit $3`,
    values,
  })
}

export const readEvent = async (db: Db, merchantId: MerchantId, eventId: string): Promise<ListedEvent | undefined> => {
  const [row] = await db.read<ListedEvent>({
    text: `select e.position, ${eventColumns} from webhook_events e where e.merchant_id = $1 and e.event_id = $2`,
    values: [merchantId, eventId],
  })
  return row
}

/** The first event of a merchant that has one of these ids. */
export const readEventOf = async (
  db: Db,
  merchantId: MerchantId,
  eventIds: readonly string[],
): Promise<EventRow | undefined> => {
  const [row] = await db.read<EventRow>({
    text: `select ${eventColumns} from webhook_events e where e.merchant_id = $1 and e.event_id = any ($2::uuid[]) limit 1`,
    values: [merchantId, eventIds],
  })
  return row
}

export type DeliveryRow = {
  readonly endpoint_id: string
  readonly url: string
  readonly state: 'pending' | 'delivered' | 'given_up'
  readonly attempts: number
  /** When it is tried next, where its endpoint fails. */
  readonly next_try_at: Date | null
}

/** What became of an event at each endpoint. */
export const readDeliveries = (db: Db, merchantId: MerchantId, eventId: string): Promise<DeliveryRow[]> =>
  db.read<DeliveryRow>({
    text: `select d.endpoint_id, p.url, d.state, d.attempts, case when d.state = 'pending' then p.next_try_at end as next_try_at
             from webhook_endpoints p
             join webhook_deliveries d on d.merchant_id = p.merchant_id and d.endpoint_id = p.endpoint_id
            where p.merchant_id = $1 and d.event_id = $2 order by p.created_at, p.endpoint_id`,
    values: [merchantId, eventId],
  })

export type AttemptRow = {
  readonly endpoint_id: string
  readonly attempt: number
  readonly at: Date
  readonly key_id: string | null
  readonly status: number | null
  readonly answer: string | null
  readonly error: string | null
  readonly duration_ms: number
}

export const readAttempts = (db: Db, merchantId: MerchantId, eventId: string): Promise<AttemptRow[]> =>
  db.read<AttemptRow>({
    text: `select endpoint_id, attempt, at, key_id, status, answer, error, duration_ms from webhook_attempts
            where merchant_id = $1 and event_id = $2 order by endpoint_id, attempt`,
    values: [merchantId, eventId],
  })

/** Which events are to be sent again: one, or those of a time; and to which endpoint, where not to all that want them. */
export type Replay = {
  readonly merchantId: MerchantId
  readonly events: { readonly eventId: string } | { readonly from: Date; readonly to: Date }
  readonly endpointId: string | undefined
}

/** The deliveries that a replay is about, as a CTE. */
const wantedBy = ({ merchantId, events, endpointId }: Replay): { text: string; values: unknown[] } => {
  const values: unknown[] = [merchantId, endpointId ?? null]
  const chosen =
    'eventId' in events
      ? `e.event_id = $${values.push(events.eventId)}`
      : `e.created_at >= $${values.push(events.from)} and e.created_at < $${values.push(events.to)}`
  const text = `with wanted as (
      select e.event_id, e.created_at, p.endpoint_id from webhook_events e join webhook_endpoints p
          on p.merchant_id = $1 and p.removed_at is null
             and (e.type = any (p.events) or (p.events is null and e.payment_id is not null))
             and ($2::uuid is null or p.endpoint_id = $2)
       where e.merchant_id = $1 and ${chosen})`
  return { text, values }
}

/** How many events and deliveries a replay is about, and how many of these wait to be sent anyway. */
export const countReplay = async (
  db: Db,
  replay: Replay,
): Promise<{ events: number; deliveries: number; waiting: number }> => {
  const { text, values } = wantedBy(replay)
  const [row] = await db.read<{ events: number; deliveries: number; waiting: number }>({
    text: `${text} select count(distinct event_id)::integer as events, count(*)::integer as deliveries,
                   count(*) filter (where d.state = 'pending')::integer as waiting
              from wanted left join webhook_deliveries d using (endpoint_id, event_id)
             where d.merchant_id is null or d.merchant_id = $1`,
    values,
  })
  return row ?? { events: 0, deliveries: 0, waiting: 0 }
}

/**
 * Has events sent again, behind what waits already. What waits and is not under way is left as it is; what is under way is
 * sent once more when that is over. Answers how many deliveries it made.
 */
export const replayEvents = async (db: Db, replay: Replay, at: Date): Promise<number> => {
  const { text, values } = wantedBy(replay)
  const asked = await db.write<{ event_id: string }>('chore.replay_events', {
    text: `${text} insert into webhook_deliveries as d (merchant_id, endpoint_id, event_id, created_at)
           select $1, endpoint_id, event_id, $${values.push(at)}::timestamptz from wanted order by created_at, event_id
           on conflict (merchant_id, endpoint_id, event_id) do update
              set state = 'pending', send_again = d.leased_until is not null,
                  created_at = case when d.state = 'pending' then d.created_at else excluded.created_at end
            where d.state <> 'pending' or d.leased_until is not null
           returning event_id`,
    values,
  })
  return asked.length
}
