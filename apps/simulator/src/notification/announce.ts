import type { NotifyPaymentRequest } from '@silkgate/alipayplus'
import { inProcess, notificationOf, success } from '../acqp/answers.ts'
import { asSettlementIsTold } from '../acqp/settlement.ts'
import type { FaultName, Faults } from '../fault/faults.ts'
import type { Order } from '../order/order.ts'
import type { Notification } from '../order/orders.ts'
import type { World } from '../world.ts'

type Needs = { readonly world: World; readonly faults: Faults; readonly acquirerId: string }

type Sending = { readonly signedBy?: Notification['signedBy']; readonly afterMs?: number }

const due = (
  order: Order,
  message: NotifyPaymentRequest,
  world: World,
  { signedBy = 'alipayplus', afterMs = 0 }: Sending = {},
): Notification => ({
  notificationId: world.newId(),
  paymentRequestId: order.paymentRequestId,
  url: order.terms.notifyUrl,
  body: JSON.stringify(message),
  signedBy,
  attempts: 0,
  nextAt: new Date(world.now().getTime() + afterMs),
  lastAnswer: undefined,
})

const minuteMs = 60_000

/** The notifications of an order that has come to its end; none or several where faults are in force. */
export const announce = (order: Order, { world, faults, acquirerId }: Needs): Notification[] => {
  const strikes = (name: FaultName) => faults.strikesNotification(name, order.paymentRequestId)
  const held = faults.strikesSettlement('notification', order.paymentRequestId)
  const message = asSettlementIsTold(notificationOf(order, acquirerId, world.now()), held, world.now())
  const send = (altered: Partial<NotifyPaymentRequest> = {}, afterMs = 0) =>
    due(order, { ...message, ...altered }, world, { afterMs })
  if (strikes('notification_never')) return []
  if (strikes('notification_repeated')) return Array.from({ length: 5 }, () => send())
  if (strikes('notification_other_amount')) {
    return [
      send({ paymentAmount: { currency: order.terms.amount.currency, value: `${order.terms.amount.minor + 1n}` } }),
    ]
  }
  if (strikes('notification_late')) return [send({}, 30 * minuteMs)]
  if (strikes('notification_out_of_order')) return [send(), send({ paymentResult: inProcess }, minuteMs)]
  if (strikes('notification_other_order')) return [send({ paymentRequestId: `9${order.paymentRequestId.slice(1)}` })]
  return [send()]
}

/** What a forger sends about an order that nobody has paid. */
export const forge = (order: Order, { world, acquirerId }: Needs): Notification =>
  due(order, { ...notificationOf(order, acquirerId, world.now()), paymentResult: success }, world, {
    signedBy: 'forger',
  })

/** What is announced of an order that its acquirer has cancelled: nothing, unless a fault tells of a success. */
export const announceCancelled = (order: Order, { world, faults, acquirerId }: Needs): Notification[] =>
  faults.strikesNotification('notification_for_cancelled', order.paymentRequestId)
    ? [due(order, { ...notificationOf(order, acquirerId, world.now()), paymentResult: success }, world)]
    : []
