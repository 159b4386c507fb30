import type { DisputeId, PaymentId, RefundId } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'
import type { EndpointRow } from './endpoint.store.ts'
import type { EndpointAnswer } from './endpoint-answer.ts'

/** How many deliveries of an endpoint are under way at once. */
export const atOncePerEndpoint = 8

/**
 * Endpoints with something to send that nobody is at work on, that are not waiting for their next try. Of each only as many
 * deliveries are looked at as may be under way, so that a backlog costs nothing.
 */
export const endpointsToServe = (db: Db, at: Date, wall: Date): Promise<EndpointRow[]> =>
  db.read<EndpointRow>({
    name: 'endpoints_to_serve',
    text: `select e.* from webhook_endpoints e
            where (e.next_try_at is null or e.next_try_at <= $1) and e.paused_at is null and e.removed_at is null
              and exists (select from (
                    select leased_until from webhook_deliveries d
                     where d.merchant_id = e.merchant_id and d.endpoint_id = e.endpoint_id and d.state = 'pending'
                     order by d.created_at, d.event_id
                     limit case when e.failures > 0 then 1 else ${atOncePerEndpoint} end) head
                   where head.leased_until is null or head.leased_until < $2)`,
    values: [at, wall],
  })

/**
 * An event as it was written down, with the place it has among its payment's events, counted from one. A report has one
 * event; those of a remittance are told without one.
 */
export type EventRow = {
  readonly event_id: string
  /** Null where it is about a report or a remittance. */
  readonly payment_id: PaymentId | null
  readonly report_id: string | null
  readonly remittance_id: string | null
  readonly remittance_reason: string | null
  readonly refund_id: RefundId | null
  readonly dispute_id: DisputeId | null
  readonly version: number
  readonly type: string
  readonly created_at: Date
  readonly sequence: number
}

/**
 * The columns of an `EventRow` of the table `e`. A payment's events are committed in the order of its versions, so that
 * whoever sees one sees all before it, and their count never changes.
 */
export const eventColumns = `e.event_id, e.payment_id, e.refund_id, e.dispute_id, e.report_id,
  e.remittance_id, e.remittance_reason, e.version, e.type, e.created_at,
  case when e.payment_id is null then 1
       else (select count(*)::integer from webhook_events b
              where b.merchant_id = e.merchant_id and b.payment_id = e.payment_id
                and (b.version, coalesce(b.refund_id, '')) <= (e.version, coalesce(e.refund_id, ''))) end as sequence`

export type ClaimedDelivery = EventRow & { readonly attempt: number; readonly waits_since: Date }

/**
 * Claims the oldest deliveries of an endpoint that nobody is at work on. Only the first `atMost` pending ones are
 * looked at, so that no more are under way at once, over all processes; for a failing endpoint that is its oldest
 * alone. Claims nothing when the endpoint has failed, recovered or been paused since it was read.
 */
export const claimDeliveries = (
  db: Db,
  endpoint: EndpointRow,
  claim: { atMost: number; wall: Date; leasedUntil: Date },
): Promise<ClaimedDelivery[]> =>
  db.write<ClaimedDelivery>('deliver.commit_claim', {
    name: 'claim_deliveries',
    // Arrays of ids, and states that are left out: a join with rows of unknown number, or the index of what is pending, would
    // let the planner read the whole backlog.
    text: `with free as (
             select event_id from webhook_deliveries
              where merchant_id = $1 and endpoint_id = $2 and state not in ('delivered', 'given_up') and event_id = any (array(
                    select event_id from webhook_deliveries
                     where merchant_id = $1 and endpoint_id = $2 and state = 'pending'
                       and exists (select from webhook_endpoints
                                    where merchant_id = $1 and endpoint_id = $2 and failures = $6
                                      and paused_at is null and removed_at is null)
                     order by created_at, event_id limit $3))
                and (leased_until is null or leased_until < $4)
                for update skip locked),
           claimed as (
             update webhook_deliveries set leased_until = $5, attempts = attempts + 1, send_again = false
              where merchant_id = $1 and endpoint_id = $2 and event_id = any (array(select event_id from free))
             returning event_id, attempts, created_at)
           select ${eventColumns}, claimed.attempts as attempt, claimed.created_at as waits_since
             from claimed join webhook_events e on e.merchant_id = $1 and e.event_id = claimed.event_id
            order by claimed.created_at, e.event_id`,
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
  readonly attempt: number
  readonly sentAt: Date
  readonly keyId: string | undefined
  readonly answer: EndpointAnswer
  readonly at: Date
}

/** What follows for a failing endpoint. */
export type Failure = {
  /** When it is tried again. */
  readonly nextTryAt: Date
  /** Whatever waits for it and is older is given up with it. */
  readonly giveUpBefore: Date
}

/**
 * Keeps the outcomes of some attempts at an endpoint, all delivered or all failed, and its failure state with them. Of
 * several failures that were under way together only the first counts, since the count must still be the one they started
 * with. What was asked for again meanwhile stays pending.
 */
export const saveOutcomes = (
  db: Db,
  endpoint: EndpointRow,
  outcomes: readonly Outcome[],
  failure: Failure | undefined,
): Promise<unknown> => {
  const column = (of: (outcome: Outcome) => unknown) => outcomes.map((outcome) => of(outcome) ?? null)
  return db.write('deliver.commit_outcome', {
    name: 'save_outcomes',
    text: `with outcome as (
             select * from unnest($3::uuid[], $4::text[], $5::integer[], $6::timestamptz[], $7::text[], $8::integer[],
                                  $9::text[], $10::text[], $11::integer[])
               as r (event_id, state, attempt, at, key_id, status, answer, error, duration_ms)),
           delivery as (
             update webhook_deliveries d
                set state = case when d.send_again then 'pending' else r.state end, send_again = false, leased_until = null
               from outcome r
              where d.merchant_id = $1 and d.endpoint_id = $2 and d.event_id = any ($3) and d.event_id = r.event_id),
           kept as (
             insert into webhook_attempts (merchant_id, endpoint_id, event_id, attempt, at, key_id, status, answer, error,
                                           duration_ms)
             select $1, $2, event_id, attempt, at, key_id, status, answer, error, duration_ms from outcome
             on conflict do nothing),
           too_old as (
             update webhook_deliveries set state = 'given_up'
              where merchant_id = $1 and endpoint_id = $2 and state = 'pending' and created_at < $14::timestamptz
                and event_id <> all ($3::uuid[])),
           failed as (
             update webhook_endpoints
                set failures = failures + 1, failing_since = coalesce(failing_since, $15), next_try_at = $13::timestamptz
              where merchant_id = $1 and endpoint_id = $2 and failures = $12 and $13::timestamptz is not null)
           update webhook_endpoints set failures = 0, failing_since = null, next_try_at = null
            where merchant_id = $1 and endpoint_id = $2 and failures > 0 and $13::timestamptz is null`,
    values: [
      endpoint.merchant_id,
      endpoint.endpoint_id,
      column(({ eventId }) => eventId),
      column(({ state }) => state),
      column(({ attempt }) => attempt),
      column(({ sentAt }) => sentAt),
      column(({ keyId }) => keyId),
      column(({ answer }) => answer.status),
      column(({ answer }) => answer.answer),
      column(({ answer }) => answer.error?.slice(0, 2048)),
      column(({ answer }) => answer.durationMs),
      endpoint.failures,
      failure?.nextTryAt ?? null,
      failure?.giveUpBefore ?? null,
      outcomes[0]?.at ?? null,
    ],
  })
}

/** The first instant at which a webhook is to be sent; the beginning of time when one waits for nothing. */
export const webhookDue: DueQuery = `
  select min(coalesce(e.next_try_at, to_timestamp(0))) from webhook_endpoints e
   where e.paused_at is null and e.removed_at is null
     and exists (select from (
           select from webhook_deliveries d
            where d.merchant_id = e.merchant_id and d.endpoint_id = e.endpoint_id and d.state = 'pending'
            order by d.created_at, d.event_id limit 1) head)`
