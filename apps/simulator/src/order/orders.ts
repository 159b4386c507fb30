import type { Order } from './order.ts'

/** A message that waits to be delivered, with the instant of its next try. */
export type Notification = {
  readonly notificationId: string
  readonly paymentRequestId: string
  readonly url: string
  readonly body: string
  readonly signedBy: 'alipayplus' | 'forger'
  readonly attempts: number
  readonly nextAt: Date | undefined
  readonly lastAnswer: string | undefined
}

/** What a change of an order leads to; both are stored together. */
export type Changed = { readonly order: Order; readonly notifications?: readonly Notification[] }

/** Where the simulated world keeps its truth. */
export type Orders = {
  /** Stores a new order, or answers the one that stands under its id already. */
  place(order: Order): Promise<Order>
  find(by: { paymentRequestId: string } | { paymentId: string } | { code: string }): Promise<Order | undefined>
  /** Every order, oldest first. */
  all(): Promise<Order[]>
  firstPlacedAt(): Promise<Date | undefined>
  /** At least each order that was placed from an instant on and before another, or whose money moved then. */
  touchedBetween(from: Date, to: Date): Promise<Order[]>
  /** Some orders, newest first, and how many there are. */
  latest(page: { offset: number; limit: number }): Promise<{ orders: Order[]; total: number }>
  /**
   * Changes an order under its lock; `change` may answer undefined to leave it alone. Answers the order as it is then.
   */
  change(paymentRequestId: string, change: (order: Order) => Changed | undefined): Promise<Order | undefined>
  dueNotifications(now: Date): Promise<Notification[]>
  notificationsOf(paymentRequestId: string): Promise<Notification[]>
  saveNotification(notification: Notification): Promise<void>
  nextDue(): Promise<Date | undefined>
}
