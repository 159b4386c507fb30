import type { DisputeId, MerchantId, PaymentId, RefundId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type EndpointRow = {
  readonly merchant_id: bigint
  readonly endpoint_id: string
  readonly url: string
  readonly events: string[] | null
  readonly created_at: Date
  readonly failures: number
  readonly failing_since: Date | null
  readonly next_try_at: Date | null
}

/** Endpoints with something to send, that are not waiting for their next try. */
export const endpointsToServe = (db: Db, at: Date, wall: Date): Promise<EndpointRow[]> =>
  db.read<EndpointRow>({
    name: 'endpoints_to_serve',
    text: `select e.* from webhook_endpoints e
            where (e.next_try_at is null or e.next_try_at <= $1)
              and exists (select from webhook_deliveries d
                           where d.merchant_id = e.merchant_id and d.endpoint_id = e.endpoint_id and d.state = 'pending'
                             and (d.leased_until is null or d.leased_until < $2))`,
    values: [at, wall],
  })

export type ClaimedDelivery = {
  readonly event_id: string
  readonly payment_id: PaymentId
  readonly refund_id: RefundId | null
  readonly dispute_id: DisputeId | null
  readonly version: number
  readonly type: string
  readonly created_at: Date
}

/**
 * Claims the oldest deliveries of an endpoint that nobody is at work on. Only the first `atMost` pending ones are
 * looked at, so that no more are under way at once, over all processes; for a failing endpoint that is its oldest
 * alone. Claims nothing when the endpoint has failed or recovered since it was read.
 */
export const claimDeliveries = (
  db: Db,
  endpoint: EndpointRow,
  claim: { atMost: number; wall: Date; leasedUntil: Date },
): Promise<ClaimedDelivery[]> =>
  db.write<ClaimedDelivery>('deliver.commit_claim', {
    name: 'claim_deliveries',
    text: `with head as (
             select event_id from webhook_deliveries
              where merchant_id = $1 and endpoint_id = $2 and state = 'pending'
                and exists (select from webhook_endpoints where merchant_id = $1 and endpoint_id = $2 and failures = $6)
              order by created_at, event_id limit $3),
           free as (
             select d.event_id from webhook_deliveries d join head using (event_id)
              where d.merchant_id = $1 and d.endpoint_id = $2 and d.state = 'pending'
                and (d.leased_until is null or d.leased_until < $4)
                for update of d skip locked),
           claimed as (
             update webhook_deliveries d set leased_until = $5, attempts = d.attempts + 1 from free
              where d.merchant_id = $1 and d.endpoint_id = $2 and d.event_id = free.event_id returning d.event_id)
           select e.event_id, e.payment_id, e.refund_id, e.dispute_id, e.version, e.type, e.created_at
             from webhook_events e join claimed using (event_id)
            where e.merchant_id = $1 order by e.created_at, e.event_id`,
    values: [
      endpoint.merchant_id,
      endpoint.endpoint_id,
      claim.atMost,
      claim.wall,
      claim.leasedUntil,
      endpoint.failures,
    ],
  })

export type Outcome = {
  readonly eventId: string
  readonly state: 'delivered' | 'pending' | 'given_up'
  readonly answer: string
  readonly at: Date
  /** When a failing endpoint is tried again. */
  readonly nextTryAt: Date | undefined
  /** Whatever waits for a failing endpoint and is older is given up with it. */
  readonly giveUpBefore: Date | undefined
}

/**
 * Keeps the outcome of one try, and the endpoint's failure state with it. Of several failures that were under way
 * together only the first counts, since the count must still be the one they started with.
 */
export const saveOutcome = (db: Db, endpoint: EndpointRow, outcome: Outcome): Promise<unknown> =>
  db.write('deliver.commit_outcome', {
    name: 'save_outcome',
    text: `with delivery as (
             update webhook_deliveries set state = $4, leased_until = null, last_tried_at = $5, last_answer = $6
              where merchant_id = $1 and endpoint_id = $2 and event_id = $3),
           too_old as (
             update webhook_deliveries set state = 'given_up'
              where merchant_id = $1 and endpoint_id = $2 and state = 'pending' and created_at < $9 and event_id <> $3),
           failed as (
             update webhook_endpoints
                set failures = failures + 1, failing_since = coalesce(failing_since, $5), next_try_at = $7
              where merchant_id = $1 and endpoint_id = $2 and failures = $8 and $4 <> 'delivered')
           update webhook_endpoints set failures = 0, failing_since = null, next_try_at = null
            where merchant_id = $1 and endpoint_id = $2 and failures > 0 and $4 = 'delivered'`,
    values: [
      endpoint.merchant_id,
      endpoint.endpoint_id,
      outcome.eventId,
      outcome.state,
      outcome.at,
      outcome.answer.slice(0, 2048),
      outcome.nextTryAt ?? null,
      endpoint.failures,
      outcome.giveUpBefore ?? null,
    ],
  })

/** The first instant at which a webhook is to be sent; the beginning of time when one waits for nothing. */
export const nextDueWebhook = async (db: Db): Promise<Date | undefined> => {
  const [row] = await db.read<{ due_at: Date | null }>({
    name: 'next_due_webhook',
    text: `select min(coalesce(e.next_try_at, to_timestamp(0))) as due_at from webhook_endpoints e
            where exists (select from webhook_deliveries d
                           where d.merchant_id = e.merchant_id and d.endpoint_id = e.endpoint_id and d.state = 'pending')`,
    values: [],
  })
  return row?.due_at ?? undefined
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

/** A merchant's endpoints, each with what its oldest waiting delivery was answered last. */
export const listEndpoints = (
  db: Db,
  merchantId: MerchantId,
): Promise<(EndpointRow & { last_answer: string | null })[]> =>
  db.read<EndpointRow & { last_answer: string | null }>({
    text: `select e.*, head.last_answer
             from webhook_endpoints e left join lateral (
                  select d.last_answer from webhook_deliveries d
                   where d.merchant_id = e.merchant_id and d.endpoint_id = e.endpoint_id and d.state = 'pending'
                   order by d.created_at, d.event_id limit 1) head on true
            where e.merchant_id = $1 order by e.created_at, e.endpoint_id`,
    values: [merchantId],
  })
