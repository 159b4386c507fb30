import type { Order } from './order.ts'
import type { Notification, Orders } from './orders.ts'

/** The world's truth in memory: for benchmarks, where the simulator's own disk would be measured. */
export const memoryOrders = (): Orders => {
  const orders = new Map<string, Order>()
  const byPaymentId = new Map<string, string>()
  const byCode = new Map<string, string>()
  const notifications = new Map<string, Notification>()
  const open = () => [...notifications.values()].filter(({ nextAt }) => nextAt !== undefined)
  return {
    place: async (order) => {
      const known = orders.get(order.paymentRequestId)
      if (known !== undefined) return known
      orders.set(order.paymentRequestId, order)
      byPaymentId.set(order.paymentId, order.paymentRequestId)
      byCode.set(order.code, order.paymentRequestId)
      return order
    },
    find: async (by) => {
      if ('paymentRequestId' in by) return orders.get(by.paymentRequestId)
      const id = 'code' in by ? byCode.get(by.code) : byPaymentId.get(by.paymentId)
      return id === undefined ? undefined : orders.get(id)
    },
    all: async () => [...orders.values()],
    firstPlacedAt: async () => orders.values().next().value?.placedAt,
    touchedBetween: async () => [...orders.values()],
    latest: async ({ offset, limit }) => ({
      orders: [...orders.values()].reverse().slice(offset, offset + limit),
      total: orders.size,
    }),
    change: async (paymentRequestId, change) => {
      const order = orders.get(paymentRequestId)
      const changed = order && change(order)
      if (changed === undefined) return order
      orders.set(paymentRequestId, changed.order)
      for (const one of changed.notifications ?? []) notifications.set(one.notificationId, one)
      return changed.order
    },
    dueNotifications: async (now) => open().filter(({ nextAt }) => nextAt !== undefined && nextAt <= now),
    notificationsOf: async (id) =>
      [...notifications.values()].filter(({ paymentRequestId }) => paymentRequestId === id),
    saveNotification: async (one) => {
      notifications.set(one.notificationId, one)
    },
    nextDue: async () =>
      open().reduce<Date | undefined>(
        (first, { nextAt }) => (first === undefined || (nextAt !== undefined && nextAt < first) ? nextAt : first),
        undefined,
      ),
  }
}
