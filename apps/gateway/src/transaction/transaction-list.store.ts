import type { MerchantId } from '@silkgate/domain'
import type { Db, Row, Statement } from '../postgres/db.ts'
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
  readonly also: string
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
    status: `case when p.captured and p.refunded_minor = p.amount_minor then 'REFUNDED' when p.settled then 'PAID'
                  when p.captured then 'CAPTURED' when p.closed then 'CANCELLED' when p.refused is not null then 'REJECTED'
                  when p.redirect_url is not null then 'REDIRECTED' else 'CREATED' end`,
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
    also: '',
  },
}

/** The words of either order: which way time goes, and what comes behind a place. */
const orders = {
  oldest: { way: 'asc', beyond: '>', first: 'least', until: '<=' },
  newest: { way: 'desc', beyond: '<', first: 'greatest', until: '>=' },
} as const

/** SQL: what of a column of instants is wanted, behind the place where the page before ended. */
const inTime = (at: string, { from, to, after, order }: TransactionQuery, values: unknown[]): string[] => [
  ...(from === undefined ? [] : [`${at} >= $${values.push(from)}`]),
  ...(to === undefined ? [] : [`${at} < $${values.push(to)}`]),
  ...(after === undefined
    ? []
    : [`${at} ${orders[order].beyond}${after.id === undefined ? '' : '='} $${values.push(after.at)}::timestamptz`]),
]

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
  const { table, from, at, id, reference, status, also } = inSql[kind]
  const { way, beyond, until: notBehind } = orders[query.order]
  const values: unknown[] = [merchantId, query.limit]
  const { after, statuses, wallet, currency, least, most, merchantReference, paymentId } = query
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? [] : [`${column} = $${values.push(value)}`]
  const wanted = [
    `${table}.merchant_id = $1`,
    ...inTime(at, query, values),
    ...(after?.id === undefined
      ? []
      : [
          `(${at} ${beyond} $${values.push(after.at)}::timestamptz or ${id} collate "C" ${beyond} $${values.push(after.id)})`,
        ]),
    ...(until === undefined ? [] : [`${at} ${notBehind} $${values.push(until)}::timestamptz`]),
    ...equal(reference, merchantReference),
    ...equal(`${table}.payment_id`, paymentId),
    ...equal(`${table}.currency`, currency),
    ...equal(`p.network ->> 'walletBrandName'`, wallet),
    ...(least === undefined ? [] : [`${table}.amount_minor >= $${values.push(least.minor)}`]),
    ...(most === undefined ? [] : [`${table}.amount_minor <= $${values.push(most.minor)}`]),
    ...(statuses === undefined ? [] : [`(${status}) = any ($${values.push(statuses)})`]),
  ]
  const text = `
    select ${table}.*, to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place_at, ${id} as place_id,
           p.network ->> 'walletBrandName' as wallet, p.merchant_reference as reference_of_payment, p.merchant_order_id
      from ${from} where ${wanted.join(' and ')} ${also}
     order by ${at} ${way}, ${id} collate "C" ${way} limit $2`
  return { text, values }
}

/** A row of payments, refunds or disputes, with its place in the order and what it shows of its payment. */
export type PlacedRow = Row & {
  readonly place_at: string
  readonly place_id: string
  readonly wallet: string | null
  readonly reference_of_payment: string | null
  readonly merchant_order_id: string | null
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
  const { way, first } = orders[query.order]
  const values: unknown[] = [merchantId, count]
  const instants = query.kinds.map((kind) => {
    const { table, at, also } = inSql[kind]
    const name = { p: 'payments', r: 'refunds', d: 'disputes' }[table]
    const wanted = [`${table}.merchant_id = $1`, ...inTime(at, query, values)].join(' and ')
    return `(select ${at} from ${name} ${table} where ${wanted} ${also} order by ${at} ${way} offset $2 limit 1)`
  })
  const [row] = await db.read<{ horizon: string | null }>({
    text: `select to_char(${first}(${instants.join(', ')}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as horizon`,
    values,
  })
  return row?.horizon ?? undefined
}
