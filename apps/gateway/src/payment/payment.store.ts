import type { MerchantId, PaymentId } from '@silkgate/domain'
import type { Db, Statement, Tx } from '../postgres/db.ts'
import type { News } from './news.ts'
import { fromRow, type PaymentRow, type StoredPayment, toRow } from './payment.row.ts'

export type IdempotenceRow = {
  readonly merchant_id: MerchantId
  readonly method: string
  readonly path: string
  readonly key: string
  readonly fingerprint: string
  readonly payment_id: PaymentId
  readonly first_at: Date
  readonly expires_at: Date
  readonly leased_until: Date
  readonly answer_status: number | null
  readonly answer_body: string | null
}

const json = (rows: readonly unknown[]): string => JSON.stringify(rows)

/** What is saved with the payments named in the CTE `changed`; the parameters are $1 merchant, $3 to $7 the news. */
const saveNews = `
  events as (
    insert into payment_events
    select r.* from json_populate_recordset(null::payment_events, $3) r join changed using (payment_id)),
  booked as (
    insert into transfers select r.* from json_populate_recordset(null::transfers, $4) r join changed using (payment_id)),
  opened as (
    insert into exceptions select r.* from json_populate_recordset(null::exceptions, $5) r join changed using (payment_id)
    on conflict do nothing),
  told as (
    insert into webhook_events
    select r.* from json_populate_recordset(null::webhook_events, $6) r join changed using (payment_id)),
  deliveries as (
    insert into webhook_deliveries (merchant_id, endpoint_id, event_id, created_at)
    select p.merchant_id, p.endpoint_id, r.event_id, r.created_at
      from json_populate_recordset(null::webhook_events, $6) r
      join changed using (payment_id)
      join webhook_endpoints p on p.merchant_id = $1 and (p.events is null or r.type = any (p.events))),
  kept as (
    insert into messages select r.* from json_populate_recordset(null::messages, $7) r join changed using (payment_id))`

const newsValues = (news: News): string[] => [
  json(news.events),
  json(news.transfers),
  json(news.exceptions),
  json(news.webhookEvents),
  json(news.messages),
]

const insertText = `
  with claimed as (
    insert into idempotence_keys select * from json_populate_recordset(null::idempotence_keys, $8)
    on conflict (merchant_id, method, path, key) do update
       set (fingerprint, payment_id, first_at, expires_at, leased_until, answer_status, answer_body)
         = (excluded.fingerprint, excluded.payment_id, excluded.first_at, excluded.expires_at, excluded.leased_until,
            excluded.answer_status, excluded.answer_body)
     where idempotence_keys.expires_at <= excluded.first_at
    returning key),
  changed as (
    insert into payments select r.* from json_populate_recordset(null::payments, $2) r
     where json_array_length($8) = 0 or exists (select from claimed)
    returning payment_id),
  ${saveNews}
  select payment_id from changed`

/**
 * Stores a new payment with its first events, and claims its idempotence key, in one commit. Answers false when the key
 * is another request's.
 */
export const insertPayment = async (
  db: Db,
  stored: StoredPayment,
  news: News,
  options: { leasedUntil: Date; idempotence: IdempotenceRow | undefined },
): Promise<boolean> => {
  const row = toRow(stored, stored.payment.waiting === undefined ? null : options.leasedUntil)
  const keys = options.idempotence === undefined ? [] : [options.idempotence]
  const inserted = await db.write('create.commit_intent', {
    name: 'insert_payment',
    text: insertText,
    values: [stored.payment.merchantId, json([row]), ...newsValues(news), json(keys)],
  })
  return inserted.length === 1
}

const saveText = `
  with changed as (
    update payments p
       set (version, status_changed_at, redirect_url, captured, captured_at, captured_minor, fee_minor, closing,
            cancel_window_passed, success_heard, closed, refused, refused_because, late_success_minor, settled, refunded_minor,
            refunding_minor, settlement_minor, network, step, due_at, step_since, leased_until)
         = (c.version, c.status_changed_at, c.redirect_url, c.captured, c.captured_at, c.captured_minor, c.fee_minor, c.closing,
            c.cancel_window_passed, c.success_heard, c.closed, c.refused, c.refused_because, c.late_success_minor, c.settled,
            c.refunded_minor, c.refunding_minor, c.settlement_minor, c.network, c.step, c.due_at, c.step_since, c.leased_until)
      from json_populate_recordset(null::payments, $2) c
      join unnest($8::text[], $9::integer[]) as before (payment_id, version) using (payment_id)
     where p.merchant_id = $1 and p.payment_id = c.payment_id and p.version = before.version
    returning p.payment_id),
  ${saveNews},
  answered as (
    update idempotence_keys k
       set (answer_status, answer_body) = (r.answer_status, r.answer_body)
      from json_populate_recordset(null::idempotence_keys, $10) r join changed using (payment_id)
     where k.merchant_id = $1 and k.method = r.method and k.path = r.path and k.key = r.key and k.payment_id = r.payment_id)
  select payment_id from changed`

/** One payment before and after a decision. */
export type Change = { readonly before: StoredPayment; readonly after: StoredPayment }

/**
 * The statement that saves changes of one merchant's payments with everything that follows from them. A payment whose
 * version has moved on meanwhile is left alone with its news; the statement answers the ids of those that were saved.
 */
export const saveStatement = (
  merchantId: MerchantId,
  changes: readonly Change[],
  news: News,
  answers: readonly Pick<IdempotenceRow, 'method' | 'path' | 'key' | 'payment_id' | 'answer_status' | 'answer_body'>[],
): Statement => ({
  name: 'save_payments',
  text: saveText,
  values: [
    merchantId,
    json(changes.map(({ after }) => toRow(after, null))),
    ...newsValues(news),
    changes.map(({ before }) => before.payment.paymentId),
    changes.map(({ before }) => before.payment.version),
    json(answers),
  ],
})

const selectPayments = 'select * from payments where merchant_id = $1 and payment_id = any ($2)'

export const readPayments = async (
  db: Db,
  merchantId: MerchantId,
  ids: readonly PaymentId[],
): Promise<StoredPayment[]> => {
  const rows = await db.read<PaymentRow>({ name: 'read_payments', text: selectPayments, values: [merchantId, ids] })
  return rows.map(fromRow)
}

export const lockPayments = async (
  tx: Tx,
  merchantId: MerchantId,
  ids: readonly PaymentId[],
): Promise<StoredPayment[]> => {
  const text = `${selectPayments} order by payment_id for update`
  const rows = await tx.run<PaymentRow>({ name: 'lock_payments', text, values: [merchantId, ids] })
  return rows.map(fromRow)
}

/** Takes the next block of a merchant's order numbers; answers its first. */
export const takeOrderNumbers = async (db: Db, merchantId: MerchantId, count: number): Promise<bigint> => {
  const [row] = await db.write<{ first: bigint }>('create.commit_order_numbers', {
    text: `insert into order_numbers as n (merchant_id, next) values ($1, 1 + $2::bigint)
           on conflict (merchant_id) do update set next = n.next + $2::bigint returning next - $2::bigint as first`,
    values: [merchantId, count],
  })
  if (row === undefined) throw new Error('Broken invariant: an upsert answers a row')
  return row.first
}

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

/** Which merchants have payments with a step that is due and nobody at work on it. */
export const merchantsWithDuePayments = async (db: Db, at: Date, wall: Date): Promise<MerchantId[]> => {
  const rows = await db.read<{ merchant_id: bigint }>({
    name: 'merchants_due',
    text: `select distinct merchant_id from payments
            where due_at <= $1 and (leased_until is null or leased_until < $2) limit 1000`,
    values: [at, wall],
  })
  return rows.map((row) => row.merchant_id.toString())
}

/** Claims due payments of one merchant until the lease ends, oldest first. */
export const claimDuePayments = async (
  db: Db,
  merchantId: MerchantId,
  claim: { at: Date; wall: Date; leasedUntil: Date; limit: number },
): Promise<StoredPayment[]> => {
  const rows = await db.write<PaymentRow>('due.commit_claim', {
    name: 'claim_due',
    text: `update payments p set leased_until = $4
             from (select payment_id from payments
                    where merchant_id = $1 and due_at <= $2 and (leased_until is null or leased_until < $3)
                    order by due_at, payment_id limit $5 for update skip locked) due
            where p.merchant_id = $1 and p.payment_id = due.payment_id returning p.*`,
    values: [merchantId, claim.at, claim.wall, claim.leasedUntil, claim.limit],
  })
  return rows.map(fromRow)
}

/** The first instant at which a payment is due, whether somebody is at work on it or not. */
export const nextDuePayment = async (db: Db): Promise<Date | undefined> => {
  const [row] = await db.read<{ due_at: Date | null }>({
    name: 'next_due',
    text: 'select min(due_at) as due_at from payments where due_at is not null',
    values: [],
  })
  return row?.due_at ?? undefined
}

/** Ends the leases of processes that are dead: for the sandbox, where one gateway serves at a time. */
export const endLeases = async (db: Db): Promise<void> => {
  for (const table of ['payments', 'webhook_deliveries']) {
    await db.write('chore.recover_leases', {
      text: `update ${table} set leased_until = null where leased_until is not null`,
      values: [],
    })
  }
  await db.write('chore.recover_leases', {
    text: 'update idempotence_keys set leased_until = to_timestamp(0) where answer_status is null',
    values: [],
  })
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

export const insertException = (db: Db, row: Record<string, unknown>): Promise<unknown> =>
  db.write('chore.open_exception', {
    text: 'insert into exceptions select * from json_populate_recordset(null::exceptions, $1) on conflict do nothing',
    values: [json([row])],
  })

type EventRow = { payment_id: string; version: number; event: Record<string, unknown> }

/** The recorded events of some payments, oldest first: what their facts are made of. */
export const readEvents = (db: Db, merchantId: MerchantId, ids: readonly PaymentId[]): Promise<EventRow[]> =>
  db.read<EventRow>({
    name: 'read_events',
    text: `select payment_id, version, event from payment_events
            where merchant_id = $1 and payment_id = any ($2) order by payment_id, version`,
    values: [merchantId, ids],
  })
