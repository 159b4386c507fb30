import type { InitiateEscalationRequest, NotifyDisputeRequest } from '@silkgate/alipayplus'
import { money } from '@silkgate/domain'
import { isoUtc8 } from '../acqp/answers.ts'
import { amountOf } from '../acqp/settlement.ts'
import { isUnderWay, type OrderDispute, wonMinorOf } from '../order/dispute.ts'
import { type Order, refundedMinorOf } from '../order/order.ts'
import type { Notification, Orders } from '../order/orders.ts'
import type { World } from '../world.ts'

export type DisputeNeeds = { readonly orders: Orders; readonly world: World; readonly changed: () => void }

const dayMs = 24 * 3_600_000
/** Source: "within 360 days", and at most so many of a kind for a transaction, those that were withdrawn left out. */
const windowMs = 360 * dayMs
const most = { retrieval: 5, escalation: 2 } as const
/** Source: 20 days for retrievals; 10 for escalations, after Antom's. */
const answerDays = { retrieval: 20, escalation: 10 } as const

/** What a wallet says where its owner says nothing. */
export const defaultReason = 'The payer does not recognise the payment'

export type Wish = {
  readonly kind: OrderDispute['kind']
  readonly minor: bigint | undefined
  readonly reason: string
}

/** The order that a dispute is about, read from its id. */
export const orderOfDispute = (disputeRequestId: string): string => disputeRequestId.replace(/D\d+$/, '')

/** Why a wallet cannot dispute an order, or undefined. */
const whyNot = (order: Order, { kind }: Wish, minor: bigint, now: Date): string | undefined => {
  if (order.paidAt === undefined || order.cancelledAt !== undefined) return 'The order is not paid.'
  if (now.getTime() - order.paidAt.getTime() > windowMs) return 'The 360 days are over.'
  const ofKind = order.disputes.filter((one) => one.kind === kind && one.judged?.outcome !== 'withdrawn')
  if (ofKind.some(isUnderWay)) return `There is a ${kind} under way.`
  if (ofKind.length >= most[kind]) return `There were ${most[kind]} of this kind.`
  const gone = order.disputes.reduce((sum, one) => sum + wonMinorOf(one, now), refundedMinorOf(order))
  if (minor < 1n || minor > order.terms.amount.minor - gone) return 'The amount is more than what can be disputed.'
  return undefined
}

const noteOf = (order: Order, api: string, body: object, { world, at }: { world: World; at: Date }): Notification => ({
  notificationId: world.newId(),
  paymentRequestId: order.paymentRequestId,
  url: new URL(api, order.terms.notifyUrl).href,
  body: JSON.stringify(body),
  signedBy: 'alipayplus',
  attempts: 0,
  nextAt: at,
  lastAnswer: undefined,
})

const judgement = (
  order: Order,
  disputeRequestId: string,
  more: Partial<NotifyDisputeRequest>,
): NotifyDisputeRequest => ({
  disputeRequestId,
  paymentRequestId: order.paymentRequestId,
  disputeNotificationType: 'DISPUTE_JUDGED',
  ...more,
})

/** A wallet asks about an order, or claims its money back: told at once, and decided for it where nobody answers in time. */
export const openDispute = async (paymentRequestId: string, wish: Wish, needs: DisputeNeeds) => {
  const { orders, world, changed } = needs
  const at = world.now()
  let refused: string | undefined
  const order = await orders.change(paymentRequestId, (before) => {
    const disputeRequestId = `${paymentRequestId}D${before.disputes.length + 1}`
    const gone = refundedMinorOf(before)
    const minor = wish.minor ?? before.terms.amount.minor - gone
    refused = whyNot(before, wish, minor, at)
    if (refused !== undefined) return undefined
    const { kind, reason } = wish
    const answerBy = new Date(at.getTime() + answerDays[kind] * dayMs)
    const dispute = {
      disputeRequestId,
      kind,
      minor,
      reason,
      openedAt: at,
      answerBy,
      answer: undefined,
      judged: undefined,
      overruled: [],
    }
    const disputeAmount = amountOf(money(before.terms.amount.currency, minor))
    const message: InitiateEscalationRequest = {
      disputeRequestId,
      paymentRequestId,
      disputeOccurTime: isoUtc8(at),
      disputeAmount,
      disputeReason: reason,
    }
    const api = kind === 'retrieval' ? 'initiateRetrieval' : 'initiateEscalation'
    const told = noteOf(before, api, message, { world, at })
    const verdict = { disputeJudgedResult: 'ACCEPT_BY_MERCHANT', disputeJudgedAmount: disputeAmount }
    const overdue = noteOf(before, 'notifyDispute', judgement(before, disputeRequestId, verdict), {
      world,
      at: answerBy,
    })
    const notifications = kind === 'escalation' ? [told, overdue] : [told]
    return { order: { ...before, disputes: [...before.disputes, dispute] }, notifications }
  })
  changed()
  return order === undefined ? 'There is no such order.' : (refused ?? order.disputes.at(-1) ?? 'Not done.')
}

/** Calls off the judgement that would be sent if nobody answered a dispute. */
export const callOff = async (
  disputeRequestId: string,
  { orders, world }: Omit<DisputeNeeds, 'changed'>,
): Promise<void> => {
  const isOverdue = ({ url, body, nextAt }: Notification) =>
    url.endsWith('notifyDispute') &&
    body.includes(`"${disputeRequestId}"`) &&
    nextAt !== undefined &&
    nextAt > world.now()
  const all = await orders.notificationsOf(orderOfDispute(disputeRequestId))
  for (const one of all.filter(isOverdue)) await orders.saveNotification({ ...one, nextAt: undefined })
}

const results = { won: 'ACCEPT_BY_CUSTOMER', lost: 'ACCEPT_BY_MERCHANT' } as const

/** Decides a dispute, also one that was decided before: the last word counts, and is told. */
export const judgeDispute = async (
  disputeRequestId: string,
  verdict: { readonly outcome: 'won' | 'lost' | 'withdrawn'; readonly minor: bigint | undefined },
  needs: DisputeNeeds,
): Promise<OrderDispute | undefined> => {
  const { orders, world, changed } = needs
  const at = world.now()
  const { outcome } = verdict
  await callOff(disputeRequestId, needs)
  const order = await orders.change(orderOfDispute(disputeRequestId), (before) => {
    const known = before.disputes.find((one) => one.disputeRequestId === disputeRequestId)
    if (known === undefined) return undefined
    const minor = outcome === 'lost' ? (verdict.minor ?? known.minor) : 0n
    const overruled = known.judged === undefined ? known.overruled : [...known.overruled, known.judged]
    const judged = { outcome, minor, at }
    const disputes = before.disputes.map((one) => (one === known ? { ...one, judged, overruled } : one))
    const amount = amountOf(money(before.terms.amount.currency, minor))
    const said =
      outcome === 'withdrawn'
        ? { disputeNotificationType: 'DISPUTE_CANCELLED' }
        : { disputeJudgedResult: results[outcome], ...(outcome === 'lost' ? { disputeJudgedAmount: amount } : {}) }
    const notifications = [noteOf(before, 'notifyDispute', judgement(before, disputeRequestId, said), { world, at })]
    return { order: { ...before, disputes }, notifications }
  })
  changed()
  return order?.disputes.find((one) => one.disputeRequestId === disputeRequestId)
}
