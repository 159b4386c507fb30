import { referenceOf, type ShopEvent, type ShopOrder, type ShopOrders } from './shop-orders.ts'

/** The shop's orders in memory, for benchmarks. */
export const memoryShopOrders = (): ShopOrders => {
  const orders = new Map<string, ShopOrder>()
  const events = new Map<string, Map<string, ShopEvent>>()
  return {
    create: async (order) => {
      const known = orders.get(order.orderId)
      if (known === undefined) orders.set(order.orderId, order)
      return known ?? order
    },
    save: async (order) => {
      if (orders.get(order.orderId)?.paymentId === undefined) orders.set(order.orderId, order)
    },
    find: async (by) => {
      if ('orderId' in by) return orders.get(by.orderId)
      return [...orders.values()].find(({ orderId }) => referenceOf(orderId) === by.reference)
    },
    recent: async (limit) => [...orders.values()].reverse().slice(0, limit),
    addEvent: async (orderId, event) => {
      const known = events.get(orderId) ?? new Map<string, ShopEvent>()
      if (!known.has(event.eventId)) known.set(event.eventId, event)
      events.set(orderId, known)
    },
    eventsOf: async (orderId) => [...(events.get(orderId)?.values() ?? [])],
  }
}
