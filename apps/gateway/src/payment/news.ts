import {
  type Decision,
  type DisputeDecision,
  type DisputeEvent,
  type DisputeId,
  disputeStatuses,
  exceptionKinds,
  type MerchantId,
  type Payment,
  type PaymentEvent,
  type PaymentStatus,
  type RefundDecision,
  type RefundEvent,
  type RefundId,
  refundStatuses,
  statuses,
} from '@silkgate/domain'
import { disputeToRow } from '../dispute/index.ts'
import { type RefundRequest, refundToRow } from '../refund/index.ts'

/** A call or notification as it is kept: bodies masked. */
export type Message = {
  readonly at: Date
  readonly api: string
  readonly outcome: string
  readonly httpStatus: number | undefined
  readonly durationMs: number | undefined
  readonly requestBody: string | undefined
  readonly responseBody: string | undefined
}

/** The rows that are saved with a change of payments: each a JSON array for one parameter. */
export type News = {
  readonly events: Record<string, unknown>[]
  readonly transfers: Record<string, unknown>[]
  readonly exceptions: Record<string, unknown>[]
  readonly webhookEvents: Record<string, unknown>[]
  readonly messages: Record<string, unknown>[]
  readonly refunds: Record<string, unknown>[]
  readonly disputes: Record<string, unknown>[]
  /** Exceptions that are settled with the change. */
  readonly resolved: Record<string, unknown>[]
}

export const emptyNews = (): News => ({
  events: [],
  transfers: [],
  exceptions: [],
  webhookEvents: [],
  messages: [],
  refunds: [],
  disputes: [],
  resolved: [],
})

type Ids = { readonly newId: () => string }

/** Whatever changes the facts of a payment. */
export type AnyEvent = PaymentEvent | RefundEvent | DisputeEvent

/** bigint and Date as JSON keeps them; `readEvent` is the way back. */
const encodeEvent = (event: AnyEvent): string =>
  JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

/** Reads an event as it was kept: its instant, and every amount in it. */
export const readEvent = (stored: Record<string, unknown>): AnyEvent =>
  JSON.parse(JSON.stringify(stored), (key, value: unknown) => {
    if (key === 'at') return new Date(value as string)
    if (typeof value !== 'object' || value === null || !('minor' in value) || !('currency' in value)) return value
    return { currency: value.currency, minor: BigInt(value.minor as string) }
  })

const addWebhook = (
  news: News,
  { newId }: Ids,
  payment: Payment,
  type: string,
  at: Date,
  about: { readonly refundId?: RefundId; readonly disputeId?: DisputeId } = {},
): void => {
  news.webhookEvents.push({
    merchant_id: payment.merchantId,
    event_id: newId(),
    payment_id: payment.paymentId,
    refund_id: about.refundId ?? null,
    dispute_id: about.disputeId ?? null,
    version: payment.version,
    type,
    created_at: at,
  })
}

export const addWebhookEvent = (news: News, ids: Ids, payment: Payment, status: PaymentStatus, at: Date): void =>
  addWebhook(news, ids, payment, statuses[status].event, at)

export const addEvent = (news: News, payment: Payment, event: AnyEvent): void => {
  news.events.push({
    merchant_id: payment.merchantId,
    payment_id: payment.paymentId,
    version: payment.version,
    name: event.name,
    at: event.at,
    event: JSON.parse(encodeEvent(event)),
  })
}

export const addMessage = (
  news: News,
  { newId }: Ids,
  merchantId: MerchantId,
  paymentId: string,
  message: Message,
): void => {
  news.messages.push({
    merchant_id: merchantId,
    payment_id: paymentId,
    message_id: newId(),
    at: message.at,
    api: message.api,
    outcome: message.outcome,
    http_status: message.httpStatus ?? null,
    duration_ms: message.durationMs ?? null,
    request_body: message.requestBody ?? null,
    response_body: message.responseBody ?? null,
  })
}

type Consequences = Pick<Decision, 'payment' | 'transfers' | 'exceptions' | 'resolved' | 'statusChangedTo'>

const addConsequences = (
  news: News,
  ids: Ids,
  decision: Consequences,
  at: Date,
  { refundId, disputeId }: { readonly refundId?: RefundId; readonly disputeId?: DisputeId } = {},
): void => {
  const { payment, transfers, exceptions, statusChangedTo } = decision
  const { merchantId, paymentId } = payment
  for (const transfer of transfers) {
    news.transfers.push({
      merchant_id: merchantId,
      transfer_id: ids.newId(),
      payment_id: paymentId,
      about: refundId ?? disputeId ?? null,
      debit: transfer.debit,
      credit: transfer.credit,
      currency: transfer.amount.currency,
      minor: transfer.amount.minor.toString(),
      reason: transfer.reason,
      at,
    })
  }
  for (const { kind, detail } of exceptions) {
    const deadline = new Date(at.getTime() + exceptionKinds[kind].hours * 3_600_000)
    news.exceptions.push({
      merchant_id: merchantId,
      payment_id: paymentId,
      refund_id: refundId ?? '',
      kind,
      detail,
      opened_at: at,
      deadline_at: deadline,
      resolved_at: null,
    })
  }
  for (const kind of decision.resolved) {
    news.resolved.push({ payment_id: paymentId, refund_id: refundId ?? '', kind, resolved_at: at })
  }
  if (statusChangedTo !== undefined) addWebhookEvent(news, ids, payment, statusChangedTo, at)
}

/** Everything that follows from a decision about a payment, as rows. */
export const addDecision = (news: News, ids: Ids, decision: Decision, at: Date): void => {
  if (decision.recorded !== undefined) addEvent(news, decision.payment, decision.recorded)
  addConsequences(news, ids, decision, at)
}

/**
 * Everything that follows from a decision about a refund, as rows. A refund that we made ourselves, of a payment that is
 * dead for the merchant, is nothing that the merchant is told.
 */
export const addRefundDecision = (
  news: News,
  ids: Ids,
  decision: RefundDecision,
  { request, at, leasedUntil }: { request: RefundRequest; at: Date; leasedUntil: Date | null },
): void => {
  const { payment, refund, recorded, refundStatusChangedTo: status } = decision
  if (recorded !== undefined) addEvent(news, payment, recorded)
  news.refunds.push(refundToRow({ refund, request }, payment.settlementCurrency, leasedUntil))
  addConsequences(news, ids, decision, at, { refundId: refund.refundId })
  if (status === 'REFUNDED' && refund.askedBy === 'late_success') {
    news.resolved.push({ payment_id: refund.paymentId, refund_id: '', kind: 'late_success', resolved_at: at })
  }
  if (status === undefined || refund.askedBy !== 'merchant') return
  addWebhook(news, ids, payment, refundStatuses[status].event, at, { refundId: refund.refundId })
}

/** Everything that follows from a decision about a dispute, as rows. */
export const addDisputeDecision = (news: News, ids: Ids, decision: DisputeDecision, at: Date): void => {
  const { payment, dispute, recorded, disputeStatusChangedTo: status } = decision
  if (recorded !== undefined) addEvent(news, payment, recorded)
  news.disputes.push(disputeToRow(dispute))
  addConsequences(news, ids, decision, at, { disputeId: dispute.disputeId })
  if (status === undefined) return
  addWebhook(news, ids, payment, disputeStatuses[status].event, at, { disputeId: dispute.disputeId })
}
