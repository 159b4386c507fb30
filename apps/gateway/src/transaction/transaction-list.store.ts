import type { MerchantId } from '@silkgate/domain'
import { behindPlace, inOrder, stampOf, ways } from '../postgres/by-place.ts'
import type { Db, Row, Statement } from '../postgres/db.ts'
import { paymentStatus } from '../postgres/payment-status.ts'
import type { TransactionKind, TransactionQuery } from './transaction-query.ts'

type KindInSql = {
  readonly table: string
  /** The table, and the payment as p. */
  readonly from: string
  readonly at: string
  readonly id: string
  readonly reference: string
  /** What statusOf, refundStatusOf or disputeStatusOf says, in the same order. */
  readonly status: string
  /** The remittance that it is in. */
  readonly remittance: string
  readonly also: string
}

/** The remittance that a payment is in, or what was booked about a refund or dispute once its payment was settled. */
const remittanceOf = {
  payment: `(select m.remittance_id from remittance_payments m
              where m.merchant_id = $1 and m.kind = 'payment' and m.movement_id = p.payment_id)`,
  other: (id: string) => `(select m.remittance_id from transfers t
              join remittance_payments m on m.merchant_id = $1 and m.kind in ('refund', 'dispute', 'other')
                                       and m.movement_id = t.transfer_id::text
             where t.merchant_id = $1 and t.payment_id = p.payment_id and t.about = ${id} order by t.at desc limit 1)`,
}

/** SQL: the ids of what is in a remittance. */
const inRemittance = {
  payment: (remittanceId: string) =>
    `select m.movement_id from remittance_payments m
      where m.merchant_id = $1 and m.remittance_id = ${remittanceId} and m.kind = 'payment'`,
  other: (remittanceId: string) =>
    `select t.about from remittance_payments m
       join transfers t on t.merchant_id = $1
                       and t.transfer_id = case when m.kind not in ('payment', 'fee') then m.movement_id::uuid end
      where m.merchant_id = $1 and m.remittance_id = ${remittanceId} and m.kind in ('refund', 'dispute', 'other')`,
}

const withPayment = (table: string, name: string) =>
  `${table} ${name} join payments p on p.merchant_id = $1 and p.payment_id = ${name}.payment_id`

const inSql: Readonly<Record<TransactionKind, KindInSql>> = {
  payment: {
    table: 'p',
    from: 'payments p',
    at: 'p.created_at',
    id: 'p.payment_id',
    reference: 'p.merchant_reference',
    status: paymentStatus,
    remittance: remittanceOf.payment,
    also: '',
  },
  refund: {
    table: 'r',
    from: withPayment('refunds', 'r'),
    at: 'r.created_at',
    id: 'r.refund_id',
    reference: 'r.merchant_reference',
    status: `case when r.accepted then 'REFUNDED' when r.refused_because is not null then 'REJECTED'
                  when r.cancelled then 'CANCELLED' when r.needs_approval and not r.approved then 'PENDING_APPROVAL'
                  else 'REFUND_REQUESTED' end`,
    remittance: remittanceOf.other('r.refund_id'),
    // What we give back on our own is no merchant's.
    also: `and r.asked_by = 'merchant'`,
  },
  dispute: {
    table: 'd',
    from: withPayment('disputes', 'd'),
    at: 'd.opened_at',
    id: 'd.dispute_id',
    reference: 'p.merchant_reference',
    status: `case when d.outcome = 'withdrawn' then 'CANCELLED'
                  when d.kind = 'escalation' and (d.outcome = 'won' or d.outcome = 'lost' and d.reversed) then 'SUCCESS'
                  when d.answer is null then case when d.outcome is null then 'DRAFT' else 'EXPIRED' end
                  when d.answer = 'accepted' then 'CANCELLED' when d.answer = 'unanswered' then 'EXPIRED'
                  when d.outcome = 'lost' and not d.reversed then 'INVALID_REPRESENTMENT'
                  when d.outcome is not null then 'SUCCESS' else 'SEND_TO_BANK' end`,
    remittance: remittanceOf.other('d.dispute_id'),
    also: '',
  },
}

/**
 * A merchant's transactions of one kind behind a place, until an instant where there is one; at most so many. It has no name, so
 * that each query is planned for the values it has. Ids are compared byte by byte, as the cursor's reader would, whatever
 * the collation of the database.
 */
export const listStatement = (
  merchantId: MerchantId,
  kind: TransactionKind,
  query: TransactionQuery,
  until?: string,
): Statement => {
  const { table, from, at, id, reference, status, remittance, also } = inSql[kind]
  const ordered = { at, id, order: query.order }
  const values: unknown[] = [merchantId, query.limit]
  const { statuses, wallet, currency, least, most, merchantReference, paymentId, remittanceId } = query
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? [] : [`${column} = $${values.push(value)}`]
  const wanted = [
    `${table}.merchant_id = $1`,
    ...behindPlace(ordered, query, values),
    ...(until === undefined ? [] : [`${at} ${ways[query.order].until} $${values.push(until)}::timestamptz`]),
    ...equal(reference, merchantReference),
    ...equal(`${table}.payment_id`, paymentId),
    ...(remittanceId === undefined
      ? []
      : [`${id} = any (array(${inRemittance[kind === 'payment' ? kind : 'other'](`$${values.push(remittanceId)}`)}))`]),
    ...equal(`${table}.currency`, currency),
    ...equal(`p.network ->> 'walletBrandName'`, wallet),
    ...(least === undefined ? [] : [`${table}.amount_minor >= $${values.push(least.minor)}`]),
    ...(most === undefined ? [] : [`${table}.amount_minor <= $${values.push(most.minor)}`]),
    ...(statuses === undefined ? [] : [`(${status}) = any ($${values.push(statuses)})`]),
  ]
  const text = `
    select ${table}.*, ${stampOf(at)} as place_at, ${id} as place_id,
           p.network ->> 'walletBrandName' as wallet, p.merchant_reference as reference_of_payment, p.merchant_order_id,
           ${remittance} as remittance_id
      from ${from} where ${wanted.join(' and ')} ${also}
     ${inOrder(ordered)} limit $2`
  return { text, values }
}

/** A row of payments, refunds or disputes, with its place in the order and what it shows of its payment. */
export type PlacedRow = Row & {
  readonly place_at: string
  readonly place_id: string
  readonly wallet: string | null
  readonly reference_of_payment: string | null
  readonly merchant_order_id: string | null
  readonly remittance_id: string | null
}

export const readTransactions = (
  db: Db,
  merchantId: MerchantId,
  kind: TransactionKind,
  query: TransactionQuery,
  until: string | undefined,
): Promise<PlacedRow[]> => db.read<PlacedRow>(listStatement(merchantId, kind, query, until))

/** The instant until which no kind has many more than `count` transactions behind a place; undefined where none has so many. */
export const readHorizon = async (
  db: Db,
  merchantId: MerchantId,
  query: TransactionQuery,
  count: number,
): Promise<string | undefined> => {
  const { way, first } = ways[query.order]
  const values: unknown[] = [merchantId, count]
  const instants = query.kinds.map((kind) => {
    const { table, at, id, also } = inSql[kind]
    const name = { p: 'payments', r: 'refunds', d: 'disputes' }[table]
    const wanted = [`${table}.merchant_id = $1`, ...behindPlace({ at, id, order: query.order }, query, values)].join(
      ' and ',
    )
    return `(select ${at} from ${name} ${table} where ${wanted} ${also} order by ${at} ${way} offset $2 limit 1)`
  })
  const [row] = await db.read<{ horizon: string | null }>({
    text: `select ${stampOf(`${first}(${instants.join(', ')})`)} as horizon`,
    values,
  })
  return row?.horizon ?? undefined
}
