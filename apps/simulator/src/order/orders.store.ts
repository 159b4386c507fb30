import { type Money, money } from '@silkgate/domain'
import type pg from 'pg'
import type { WalletId } from '../wallet/wallets.ts'
import { readDispute, type StoredDispute, writeDisputes } from './dispute.row.ts'
import type { Order, RefusedBecause, Terms } from './order.ts'
import type { Notification, Orders } from './orders.ts'

type StoredMoney = { readonly currency: string; readonly minor: string }
type AddedLater = 'merchantId' | 'merchantRegion'
type StoredTerms = Omit<Terms, 'amount' | 'orderAmount' | AddedLater> & {
  readonly [Name in AddedLater]?: string
} & {
  readonly amount: StoredMoney
  readonly orderAmount: StoredMoney
}

type OrderRow = {
  payment_request_id: string
  payment_id: string
  code: string
  terms: StoredTerms
  placed_at: Date
  expires_at: Date
  opened_in: WalletId | null
  wallet: WalletId | null
  paid_at: Date | null
  refused_at: Date | null
  refused_because: RefusedBecause | null
  cancelled_at: Date | null
  disputes: StoredDispute[]
  refunds: { refundRequestId: string; refundId: string; minor: string; at: string }[]
}

const read = ({ currency, minor }: StoredMoney): Money => money(currency, BigInt(minor))
const store = ({ currency, minor }: Money): StoredMoney => ({ currency, minor: minor.toString() })

const fromRow = (row: OrderRow): Order => ({
  paymentRequestId: row.payment_request_id,
  paymentId: row.payment_id,
  code: row.code,
  // Orders of before settlement lack the first two.
  terms: {
    merchantId: '',
    merchantRegion: '',
    ...row.terms,
    amount: read(row.terms.amount),
    orderAmount: read(row.terms.orderAmount),
  },
  placedAt: row.placed_at,
  expiresAt: row.expires_at,
  openedIn: row.opened_in ?? undefined,
  wallet: row.wallet ?? undefined,
  paidAt: row.paid_at ?? undefined,
  refusedAt: row.refused_at ?? undefined,
  refusedBecause: row.refused_because ?? undefined,
  cancelledAt: row.cancelled_at ?? undefined,
  disputes: row.disputes.map(readDispute),
  refunds: row.refunds.map((refund) => ({ ...refund, minor: BigInt(refund.minor), at: new Date(refund.at) })),
})

type NotificationRow = {
  notification_id: string
  payment_request_id: string
  url: string
  body: string
  signed_by: Notification['signedBy']
  attempts: number
  next_at: Date | null
  last_answer: string | null
}

const notificationFromRow = (row: NotificationRow): Notification => ({
  notificationId: row.notification_id,
  paymentRequestId: row.payment_request_id,
  url: row.url,
  body: row.body,
  signedBy: row.signed_by,
  attempts: row.attempts,
  nextAt: row.next_at ?? undefined,
  lastAnswer: row.last_answer ?? undefined,
})

const upsertNotification = async (runner: pg.Pool | pg.PoolClient, one: Notification): Promise<void> => {
  await runner.query(
    `insert into notifications (notification_id, payment_request_id, url, body, signed_by, attempts, next_at, last_answer)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (notification_id) do update
        set (attempts, next_at, last_answer) = (excluded.attempts, excluded.next_at, excluded.last_answer)`,
    [
      one.notificationId,
      one.paymentRequestId,
      one.url,
      one.body,
      one.signedBy,
      one.attempts,
      one.nextAt ?? null,
      one.lastAnswer ?? null,
    ],
  )
}

const insertOrder = `
  insert into orders (payment_request_id, payment_id, code, terms, currency, minor, placed_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (payment_request_id) do nothing`

const updateOrder = `
  update orders
     set (opened_in, wallet, paid_at, refused_at, refused_because, cancelled_at, refunds, disputes)
       = ($2, $3, $4, $5, $6, $7, $8, $9)
   where payment_request_id = $1`

// Instants in JSON are texts of one form, which sort as they follow each other.
const selectTouched = `
  select * from orders
   where (placed_at >= $1 and placed_at < $2)
      or (paid_at >= $1 and paid_at < $2)
      or (refunds <> '[]' or disputes <> '[]')
         and (disputes <> '[]'
              or jsonb_path_exists(refunds, '$[*] ? (@.at >= $from && @.at < $to)',
                                   jsonb_build_object('from', $3::text, 'to', $4::text)))`

/** The world's truth in a database of its own, so that it survives a crash of the simulator. */
export const storedOrders = (pool: pg.Pool): Orders => {
  const find: Orders['find'] = async (by) => {
    const [column, value] =
      'paymentRequestId' in by
        ? ['payment_request_id', by.paymentRequestId]
        : 'code' in by
          ? ['code', by.code]
          : ['payment_id', by.paymentId]
    const { rows } = await pool.query<OrderRow>(`select * from orders where ${column} = $1`, [value])
    return rows[0] && fromRow(rows[0])
  }
  return {
    find,
    place: async (order) => {
      const { terms, paymentRequestId } = order
      const kept = { ...terms, amount: store(terms.amount), orderAmount: store(terms.orderAmount) }
      const { rowCount } = await pool.query(insertOrder, [
        paymentRequestId,
        order.paymentId,
        order.code,
        kept,
        terms.amount.currency,
        terms.amount.minor,
        order.placedAt,
        order.expiresAt,
      ])
      return rowCount === 1 ? order : ((await find({ paymentRequestId })) ?? order)
    },
    all: async () => (await pool.query<OrderRow>('select * from orders order by placed_at, code')).rows.map(fromRow),
    firstPlacedAt: async () => {
      const { rows } = await pool.query<{ first: Date | null }>('select min(placed_at) as first from orders')
      return rows[0]?.first ?? undefined
    },
    touchedBetween: async (from, to) =>
      (await pool.query<OrderRow>(selectTouched, [from, to, from.toISOString(), to.toISOString()])).rows.map(fromRow),
    latest: async ({ offset, limit }) => {
      const text = 'select * from orders order by placed_at desc, code desc offset $1 limit $2'
      const { rows } = await pool.query<OrderRow>(text, [offset, limit])
      const counted = await pool.query<{ total: bigint }>('select count(*) as total from orders')
      return { orders: rows.map(fromRow), total: Number(counted.rows[0]?.total ?? 0n) }
    },
    change: async (paymentRequestId, change) => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const text = 'select * from orders where payment_request_id = $1 for update'
        const { rows } = await client.query<OrderRow>(text, [paymentRequestId])
        const before = rows[0] && fromRow(rows[0])
        const changed = before && change(before)
        if (changed !== undefined) {
          const { order } = changed
          await client.query(updateOrder, [
            paymentRequestId,
            order.openedIn ?? null,
            order.wallet ?? null,
            order.paidAt ?? null,
            order.refusedAt ?? null,
            order.refusedBecause ?? null,
            order.cancelledAt ?? null,
            JSON.stringify(order.refunds.map((refund) => ({ ...refund, minor: refund.minor.toString() }))),
            writeDisputes(order.disputes),
          ])
          for (const one of changed.notifications ?? []) await upsertNotification(client, one)
        }
        await client.query('commit')
        return changed?.order ?? before
      } catch (error) {
        await client.query('rollback').catch(() => {})
        throw error
      } finally {
        client.release()
      }
    },
    dueNotifications: async (now) => {
      const text = 'select * from notifications where next_at <= $1 order by next_at, notification_id limit 100'
      const query = { name: 'due_notifications', text, values: [now] }
      return (await pool.query<NotificationRow>(query)).rows.map(notificationFromRow)
    },
    notificationsOf: async (id) => {
      const text = 'select * from notifications where payment_request_id = $1 order by notification_id'
      return (await pool.query<NotificationRow>(text, [id])).rows.map(notificationFromRow)
    },
    saveNotification: (one) => upsertNotification(pool, one),
    nextDue: async () => {
      const text = 'select min(next_at) as due from notifications'
      const { rows } = await pool.query<{ due: Date | null }>({ name: 'next_notification', text })
      return rows[0]?.due ?? undefined
    },
  }
}
