import type { MerchantId, PaymentId } from '@silkgate/domain'
import { disputeColumns } from '../dispute/index.ts'
import type { DueQuery } from '../due.store.ts'
import { begunWith, type CheckoutClaim } from '../hosted-checkout/index.ts'
import { type AnsweredKey, answeredWith, claimedWith, type IdempotenceRow } from '../idempotence/index.ts'
import { insertTransfers } from '../ledger/index.ts'
import type { Db, Statement, Tx } from '../postgres/db.ts'
import { insertOf, relationOf, shapeOf, type Table, tableOf } from '../postgres/rows.ts'
import { refundColumns } from '../refund/index.ts'
import type { News } from './news.ts'
import { fromRow, type PaymentRow, type StoredPayment, toRow } from './payment.row.ts'

const fixedColumns = `merchant_id bigint, payment_id text, currency text, amount_minor bigint, settlement_currency text,
  created_at timestamptz, expires_at timestamptz, request jsonb`
const changingColumns = `version integer, status_changed_at timestamptz, redirect_url text, captured boolean,
  captured_at timestamptz, captured_minor bigint, fee_minor bigint, closing boolean, cancel_window_passed boolean,
  success_heard boolean, closed boolean, refused integer, refused_because text, late_success_minor bigint, settled boolean,
  refunded_minor bigint, refunding_minor bigint, refund_booked_minor bigint, disputing_minor bigint, disputed_minor bigint,
  settlement_minor bigint, network jsonb, step text, due_at timestamptz, step_since timestamptz`

const payments = tableOf('payments', `${fixedColumns}, ${changingColumns}, leased_until timestamptz`)
const changing = tableOf('payments', changingColumns)
const changes = tableOf('payments', `payment_id text, before integer, keeps_step boolean, ${changingColumns}`)
const events = tableOf(
  'payment_events',
  'merchant_id bigint, payment_id text, version integer, name text, at timestamptz, event jsonb',
)
const exceptions = tableOf(
  'exceptions',
  `merchant_id bigint, payment_id text, refund_id text, kind text, detail text, opened_at timestamptz,
   deadline_at timestamptz, resolved_at timestamptz`,
)
const webhookEvents = tableOf(
  'webhook_events',
  `merchant_id bigint, event_id uuid, payment_id text, refund_id text, dispute_id text, version integer, type text,
   created_at timestamptz`,
)
const messages = tableOf(
  'messages',
  `merchant_id bigint, payment_id text, message_id uuid, at timestamptz, api text, outcome text, http_status integer,
   duration_ms integer, request_body text, response_body text`,
)

const refunds = tableOf('refunds', refundColumns)
const disputes = tableOf('disputes', disputeColumns)

const upsert = (table: Table, id: string, rows: News['refunds'], values: unknown[]): string => {
  const excluded = table.columns.map(({ name }) => `excluded.${name}`).join(', ')
  return `${insertOf(table, rows, values)} join changed using (payment_id)
    on conflict (merchant_id, ${id}) do update set (${table.names}) = (${excluded})`
}

const resolutions = tableOf('exceptions', 'payment_id text, refund_id text, kind text, resolved_at timestamptz')

const resolveExceptions = (rows: News['resolved'], values: unknown[]): string =>
  `settled as (update exceptions e set resolved_at = r.resolved_at
      from ${relationOf(resolutions, rows, values)} join changed using (payment_id)
     where e.merchant_id = $1 and e.payment_id = r.payment_id and e.refund_id = r.refund_id and e.kind = r.kind
       and e.resolved_at is null)`

const deliveries = `deliveries as (
    insert into webhook_deliveries (merchant_id, endpoint_id, event_id, created_at)
    select p.merchant_id, p.endpoint_id, told.event_id, told.created_at
      from told join webhook_endpoints p
        on p.merchant_id = $1 and p.removed_at is null and (p.events is null or told.type = any (p.events))
    returning event_id)`

/**
 * What is saved with the payments named in the CTE `changed`, as more CTEs; the first parameter is the merchant. Even an
 * empty CTE costs, so there is one only for what there is.
 */
const savedWith = (news: News, values: unknown[]): string => {
  const insert = (table: Table, rows: News[keyof News]) =>
    `${insertOf(table, rows, values)} join changed using (payment_id)`
  const ctes = [
    news.events.length > 0 && `events as (${insert(events, news.events)})`,
    news.transfers.length > 0 &&
      `booked as (${insertTransfers(news.transfers, values)} join changed using (payment_id))`,
    news.exceptions.length > 0 && `opened as (${insert(exceptions, news.exceptions)} on conflict do nothing)`,
    news.webhookEvents.length > 0 &&
      `told as (${insert(webhookEvents, news.webhookEvents)} returning *), ${deliveries}`,
    news.resolved.length > 0 && resolveExceptions(news.resolved, values),
    news.refunds.length > 0 && `refunded as (${upsert(refunds, 'refund_id', news.refunds, values)})`,
    news.disputes.length > 0 && `disputed as (${upsert(disputes, 'dispute_id', news.disputes, values)})`,
    news.messages.length > 0 && `kept as (${insert(messages, news.messages)})`,
  ]
  return ctes
    .filter(Boolean)
    .map((cte) => `, ${cte}`)
    .join('')
}

const shapeOfNews = (news: News): string =>
  shapeOf(
    news.events,
    news.transfers,
    news.exceptions,
    news.webhookEvents,
    news.messages,
    news.refunds,
    news.resolved,
    news.disputes,
  )

/**
 * Stores a new payment with its first events, and claims its idempotence key or its hosted checkout, in one statement.
 * Gives no row when that is another request's.
 */
export const insertPayment = (
  stored: StoredPayment,
  news: News,
  options: { leasedUntil: Date; idempotence: IdempotenceRow | undefined; checkout?: CheckoutClaim | undefined },
): Statement => {
  const row = toRow(stored, stored.payment.waiting === undefined ? null : options.leasedUntil)
  const keys = options.idempotence === undefined ? [] : [options.idempotence]
  const { checkout } = options
  const values: unknown[] = [stored.payment.merchantId]
  const text = `
  with ${claimedWith(keys, values)} ${checkout === undefined ? '' : begunWith(checkout, stored.payment.paymentId, values)}
  changed as (
    ${insertOf(payments, [row], values)}
     ${keys.length === 0 && checkout === undefined ? '' : 'where exists (select from claimed)'} returning payment_id)
  ${savedWith(news, values)}
  select payment_id from changed`
  const name = `insert_payment_${checkout === undefined ? shapeOf(keys) : 'of_checkout'}_${shapeOfNews(news)}`
  return { name, text, values }
}

/** One payment before and after a decision. */
export type Change = { readonly before: StoredPayment; readonly after: StoredPayment }

/** What the statement of `saveStatement` answers for each payment it saved. */
export type SavedRow = {
  readonly payment_id: PaymentId
  /** Whether there are webhooks to send now. */
  readonly delivers: boolean
}

/**
 * The statement that saves changes of one merchant's payments with everything that follows from them. A payment whose
 * version has moved on meanwhile, or whose request's key is another's, is left alone with its news; the statement answers
 * those that were saved.
 */
export const saveStatement = (
  merchantId: MerchantId,
  changed: readonly Change[],
  news: News,
  answered: readonly AnsweredKey[],
  claims: readonly IdempotenceRow[] = [],
): Statement => {
  const values: unknown[] = [merchantId]
  const rows = changed.map(({ before, after }) => ({
    ...toRow(after, null),
    before: before.payment.version,
    keeps_step: after.payment.waiting === before.payment.waiting,
  }))
  const text = `
  with ${claimedWith(claims, values)} changed as (
    update payments p set (${changing.names}) = (${changing.namesOfR}),
                          leased_until = case when r.keeps_step then p.leased_until end
      from ${relationOf(changes, rows, values)}
     where p.merchant_id = $1 and p.payment_id = r.payment_id and p.version = r.before
       ${claims.length === 0 ? '' : 'and exists (select from claimed)'}
    returning p.payment_id)
  ${savedWith(news, values)} ${answeredWith(answered, values)}
  select payment_id, ${news.webhookEvents.length === 0 ? 'false' : 'exists (select from deliveries)'} as delivers from changed`
  return { name: `save_payments_${shapeOf(rows)}_${shapeOfNews(news)}_${shapeOf(answered, claims)}`, text, values }
}

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
export const paymentDue: DueQuery = 'select min(due_at) from payments where due_at is not null'

/** Ends the leases of processes that are dead: for the sandbox, where one gateway serves at a time. */
export const endLeases = async (db: Db): Promise<void> => {
  for (const table of [
    'payments',
    'refunds',
    'disputes',
    'webhook_deliveries',
    'received_files',
    'file_pulls',
    'report_push_targets',
    'remittance_files',
  ]) {
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

type EventRow = { payment_id: string; version: number; event: Record<string, unknown> }

/** The recorded events of some payments, oldest first: what their facts are made of. */
export const readEvents = (db: Db, merchantId: MerchantId, ids: readonly PaymentId[]): Promise<EventRow[]> =>
  db.read<EventRow>({
    name: 'read_events',
    text: `select payment_id, version, event from payment_events
            where merchant_id = $1 and payment_id = any ($2) order by payment_id, version`,
    values: [merchantId, ids],
  })
