import { type Currency, type MerchantId, money, postings } from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import { eventPositions, holdPositions } from '../positions.store.ts'
import type { Db, Statement } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'

/** Which payments of a merchant are settled: those of a clearing batch whose lines agree, in the order of their ids. */
export type SettledChunk = {
  readonly merchantId: MerchantId
  readonly clearingBatchId: string
  /** Payments up to this id were looked at already; '' for none. */
  readonly after: string
  readonly limit: number
  readonly at: Date
}

export type Settled = {
  /** The last payment that was looked at; undefined when there was none. */
  readonly upTo: string | undefined
  /** Whether there are webhooks to send now. */
  readonly delivers: boolean
}

type SettledRow = {
  /** Null where no payment changed. */
  readonly currency: Currency | null
  readonly kept: bigint
  readonly fees: bigint
  readonly first: string
  readonly looked_up_to: string
  readonly delivers: boolean
}

/**
 * The one door for many payments at once: what `decide` makes of the event `settled` for one payment, as one statement for a
 * chunk of them. Facts, events, webhook events and sums of transfers are saved together; a payment that is settled already,
 * or was not captured, is left alone. `silkgate verify --all` holds what it did against `decide`. The webhook events get their
 * positions here, as its publisher gives them, unless older ones wait for theirs.
 */
export const settlePayments = (db: Db, chunk: SettledChunk): Promise<Settled> =>
  db.transaction('reconcile.commit_paid', async (tx) => {
    await planByIndexes(tx)
    const { merchantId, clearingBatchId: about, at } = chunk
    const rows = await tx.run<SettledRow>(settleStatement(chunk, await holdPositions(tx, eventPositions, merchantId)))
    for (const { currency, kept, fees, first } of rows) {
      if (currency !== null) {
        await postTransfers(tx, postings.settled(merchantId, money(currency, kept), money(currency, fees)), {
          about,
          at,
          part: first,
        })
      }
    }
    return {
      upTo: rows[0]?.looked_up_to,
      delivers: rows[0]?.delivers ?? false,
    }
  })

/**
 * SQL: an event's id. It follows from what it tells and has the form of a UUIDv7, its time and then its place in front: ids
 * without an order would be written all over the index, row by row.
 */
const eventId = `concat($8::text, to_hex(28672 + place * 4095 / $4), '8',
  substr(md5(concat_ws('|', payment_id, version, 'payment.paid')), 1, 15))::uuid`

/**
 * `request` is set to what it is: the columns that are generated from it are then taken from it once more. Where an update
 * touches none that a column is generated from, PostgreSQL 18 prepares their expressions anew for each row, which takes longer
 * than all the rest.
 */
const settleStatement = (chunk: SettledChunk, lastPosition: bigint): Statement => ({
  name: 'settle_payments',
  text: `
  with lines as (
    select distinct payment_id collate "C" as payment_id from report_lines
     where clearing_batch_id = $2 and merchant_id = $1 and transaction_type = 'PAYMENT' and outcome = 'agreed'
       and payment_id collate "C" > $3 order by 1 limit $4),
  changed as (
    update payments p
       set settled = true, version = p.version + 1, request = p.request,
           status_changed_at = case when p.refunded_minor = p.amount_minor then p.status_changed_at else $5::timestamptz end
      from lines l
     where p.merchant_id = $1 and p.payment_id = l.payment_id collate "default"
       and p.captured and not p.settled and p.settlement_minor is not null
    returning p.payment_id, p.version, p.settlement_currency, p.settlement_minor - p.refund_booked_minor as kept, p.fee_minor,
              p.refunded_minor = p.amount_minor as refunded),
  events as (
    insert into payment_events (merchant_id, payment_id, version, name, at, event)
    select $1, payment_id, version, 'settled', $5::timestamptz, (select $6::jsonb) from changed),
  told as (
    insert into webhook_events (merchant_id, event_id, payment_id, version, type, created_at, position)
    select $1, ${eventId}, payment_id, version, 'payment.paid', $5::timestamptz, case when is_first then $7 + place end
      from (select payment_id, version, row_number() over (order by payment_id collate "C") as place
              from changed where not refunded) c,
           (select not exists (select from webhook_events where merchant_id = $1 and position is null)) as older (is_first)
    returning event_id, created_at, position),
  published as (
    update event_positions set last = greatest(last, (select max(position) from told)) where merchant_id = $1),
  endpoints as materialized (
    select endpoint_id from webhook_endpoints
     where merchant_id = $1 and removed_at is null and (events is null or 'payment.paid' = any (events))),
  deliveries as (
    insert into webhook_deliveries (merchant_id, endpoint_id, event_id, created_at)
    select $1, endpoint_id, event_id, created_at from told, endpoints
    returning event_id)
  select c.*, (select max(payment_id) from lines) as looked_up_to, exists (select from deliveries) as delivers
    from (select 1 where exists (select from lines)) any_line
    left join (select settlement_currency as currency, sum(kept)::bigint as kept, sum(coalesce(fee_minor, 0))::bigint as fees,
                      min(payment_id collate "C") as first
                 from changed group by settlement_currency) c on true`,
  values: [
    chunk.merchantId,
    chunk.clearingBatchId,
    chunk.after,
    chunk.limit,
    chunk.at,
    JSON.stringify({
      name: 'settled',
      at: chunk.at.toISOString(),
      source: 'reconciliation',
      clearingBatchId: chunk.clearingBatchId,
    }),
    lastPosition,
    chunk.at.getTime().toString(16).padStart(12, '0'),
  ],
})
