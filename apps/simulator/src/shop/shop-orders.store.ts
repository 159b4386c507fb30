import type pg from 'pg'
import { type Exchange, referenceOf, type ShopEvent, type ShopOrder, type ShopOrders } from './shop-orders.ts'

type OrderRow = {
  order_id: string
  product_id: string
  created_at: Date
  request: string
  payment_id: string | null
  hosted_checkout_id: string | null
  return_mac: string | null
  pay_url: string | null
  problem: string | null
  exchange: Exchange | null
}

const fromRow = (row: OrderRow): ShopOrder => ({
  orderId: row.order_id,
  productId: row.product_id,
  createdAt: row.created_at,
  request: row.request,
  paymentId: row.payment_id ?? undefined,
  hostedCheckoutId: row.hosted_checkout_id ?? undefined,
  returnMac: row.return_mac ?? undefined,
  payUrl: row.pay_url ?? undefined,
  problem: row.problem ?? undefined,
  exchange: row.exchange ?? undefined,
})

type EventRow = {
  event_id: string
  at: Date
  what: string
  detail: string | null
  verified: boolean | null
  status: string | null
}

const eventFromRow = (row: EventRow): ShopEvent => ({
  eventId: row.event_id,
  at: row.at,
  what: row.what,
  detail: row.detail ?? undefined,
  verified: row.verified ?? undefined,
  status: row.status ?? undefined,
})

/** The shop's orders in the simulator's database. */
export const storedShopOrders = (pool: pg.Pool): ShopOrders => {
  const find: ShopOrders['find'] = async (by) => {
    const [column, value] = 'orderId' in by ? ['order_id', by.orderId] : ['reference', by.reference]
    const { rows } = await pool.query<OrderRow>(`select * from shop_orders where ${column} = $1`, [value])
    return rows[0] && fromRow(rows[0])
  }
  return {
    find,
    create: async (order) => {
      const { orderId, productId, createdAt, request } = order
      const text = `insert into shop_orders (order_id, reference, product_id, created_at, request)
                    values ($1, $2, $3, $4, $5) on conflict do nothing`
      const { rowCount } = await pool.query(text, [orderId, referenceOf(orderId), productId, createdAt, request])
      return rowCount === 1 ? order : ((await find({ orderId: order.orderId })) ?? order)
    },
    save: async ({ orderId, paymentId, hostedCheckoutId, returnMac, payUrl, problem, exchange }) => {
      const text = `update shop_orders set (payment_id, return_mac, pay_url, problem, exchange, hosted_checkout_id)
                                          = ($2, $3, $4, $5, $6, $7)
                     where order_id = $1 and payment_id is null`
      await pool.query(text, [
        orderId,
        paymentId ?? null,
        returnMac ?? null,
        payUrl ?? null,
        problem ?? null,
        exchange ?? null,
        hostedCheckoutId ?? null,
      ])
    },
    recent: async (limit) => {
      const text = 'select * from shop_orders order by created_at desc, order_id limit $1'
      return (await pool.query<OrderRow>(text, [limit])).rows.map(fromRow)
    },
    addEvent: async (orderId, event) => {
      const text = `insert into shop_events (order_id, event_id, at, what, detail, verified, status)
                    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`
      const { eventId, at, what, detail, verified, status } = event
      await pool.query(text, [orderId, eventId, at, what, detail ?? null, verified ?? null, status ?? null])
    },
    eventsOf: async (orderId) => {
      const text = 'select * from shop_events where order_id = $1 order by at, event_id'
      return (await pool.query<EventRow>(text, [orderId])).rows.map(eventFromRow)
    },
  }
}
