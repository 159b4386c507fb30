import {
  type Decision,
  exceptionKinds,
  type MerchantId,
  type Payment,
  type PaymentEvent,
  type PaymentStatus,
  statuses,
} from '@silkgate/domain'

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
}

export const emptyNews = (): News => ({ events: [], transfers: [], exceptions: [], webhookEvents: [], messages: [] })

type Ids = { readonly newId: () => string }

/** bigint and Date as JSON keeps them; `readEvent` is the way back. */
const encodeEvent = (event: PaymentEvent): string =>
  JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

export const readEvent = (stored: Record<string, unknown>): PaymentEvent => {
  const money = (value: unknown) => {
    const { currency, minor } = value as { currency: string; minor: string }
    return { currency, minor: BigInt(minor) }
  }
  const network = stored.network as Record<string, unknown> | undefined
  return {
    ...stored,
    at: new Date(stored.at as string),
    ...(stored.amount === undefined ? {} : { amount: money(stored.amount) }),
    ...(network === undefined
      ? {}
      : {
          network: {
            ...network,
            ...(network.settlementAmount === undefined ? {} : { settlementAmount: money(network.settlementAmount) }),
          },
        }),
  } as PaymentEvent
}

export const addWebhookEvent = (
  news: News,
  { newId }: Ids,
  payment: Payment,
  status: PaymentStatus,
  at: Date,
): void => {
  news.webhookEvents.push({
    merchant_id: payment.merchantId,
    event_id: newId(),
    payment_id: payment.paymentId,
    version: payment.version,
    type: statuses[status].event,
    created_at: at,
  })
}

export const addEvent = (news: News, payment: Payment, event: PaymentEvent): void => {
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

/** Everything that follows from a decision, as rows. */
export const addDecision = (news: News, ids: Ids, decision: Decision, at: Date): void => {
  const { payment, recorded, transfers, exceptions, statusChangedTo } = decision
  const { merchantId, paymentId } = payment
  if (recorded !== undefined) addEvent(news, payment, recorded)
  for (const transfer of transfers) {
    news.transfers.push({
      merchant_id: merchantId,
      transfer_id: ids.newId(),
      payment_id: paymentId,
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
      kind,
      detail,
      opened_at: at,
      deadline_at: deadline,
      resolved_at: null,
    })
  }
  if (statusChangedTo !== undefined) addWebhookEvent(news, ids, payment, statusChangedTo, at)
}
