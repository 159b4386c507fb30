import {
  decideRefund,
  type MerchantId,
  type Payment,
  type PaymentId,
  type RefundEvent,
  type Refusal,
  type Result,
} from '@silkgate/domain'
import type { Deed } from '../crash-points.ts'
import type { AnsweredKey, IdempotenceRow } from '../idempotence/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { type RefundRequest, readRefundsUnderLock, type StoredRefund } from '../refund/index.ts'
import { addMessage, addRefundDecision, emptyNews, type Message } from './news.ts'
import type { StoredPayment } from './payment.row.ts'
import { lockPayments, type SavedRow, saveStatement } from './payment.store.ts'
import type { StoredAnswer } from './record-payment-events.ts'

/** A refund with its payment, as both are after an event. */
export type RefundOfPayment = { readonly stored: StoredPayment; readonly refund: StoredRefund }

/** Something heard about one refund of a payment. */
export type HeardRefund = {
  readonly paymentId: PaymentId
  /** What it is, decided on the payment and its refunds as they stand under lock. */
  readonly event: (payment: Payment, refunds: readonly StoredRefund[]) => Result<RefundEvent>
  /** What the merchant sent with a refund that is asked for now. */
  readonly request?: RefundRequest
  /** Until when the caller itself makes the call that is due. */
  readonly leasedUntil?: Date
  readonly messages?: readonly Message[]
  /** The idempotence key that the request claims with it. */
  readonly claim?: (event: RefundEvent) => IdempotenceRow | undefined
  /** What to store under the request's key, made from the refund as it is after the event. */
  readonly answer?: {
    readonly key: Pick<IdempotenceRow, 'method' | 'path' | 'key'>
    readonly of: (after: RefundOfPayment) => StoredAnswer
  }
}

export type RecordedRefund =
  | ({ readonly outcome: 'recorded' } & RefundOfPayment)
  | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly outcome: 'no_such_payment' }
  /** The request's idempotence key is another request's. */
  | { readonly outcome: 'repeat' }

export type RecordRefundEvent = (deed: Deed, merchantId: MerchantId, heard: HeardRefund) => Promise<RecordedRefund>

type Needs = {
  readonly db: Db
  readonly newId: () => string
  readonly committed: (left: { readonly refunds: boolean; readonly webhooks: boolean }) => void
}

/**
 * The one door, for what is heard about refunds: locks the payment, decides on it and its refunds, and saves both with all
 * that follows in one transaction. No network call happens here.
 */
export const recordRefundEvent = ({ db, newId, committed }: Needs): RecordRefundEvent => {
  const judge = async (tx: Tx, merchantId: MerchantId, heard: HeardRefund) => {
    const [before] = await lockPayments(tx, merchantId, [heard.paymentId])
    if (before === undefined) return { outcome: 'no_such_payment', saved: [] } as const
    const refunds = await readRefundsUnderLock(tx, merchantId, [heard.paymentId])
    const event = heard.event(before.payment, refunds)
    if (!event.ok) return { outcome: 'refused', refusals: event.refusals, saved: [] } as const
    const known = refunds.find(({ refund }) => refund.refundId === event.value.refundId)
    const decision = decideRefund(before.payment, known?.refund, event.value)
    const request = known?.request ?? heard.request ?? {}
    const after: RefundOfPayment = {
      stored: { payment: decision.payment, request: before.request },
      refund: { refund: decision.refund, request },
    }
    const news = emptyNews()
    const { at } = event.value
    addRefundDecision(news, { newId }, decision, { request, at, leasedUntil: heard.leasedUntil ?? null })
    for (const message of heard.messages ?? []) addMessage(news, { newId }, merchantId, heard.paymentId, message)
    const claim = heard.claim?.(event.value)
    const answers = answersOf(heard, after)
    const change = { before, after: after.stored }
    // A key that is claimed now has its answer from the start; a statement cannot update the row that it inserts.
    const claims = claim === undefined ? [] : [{ ...claim, ...answers[0] }]
    const statement = saveStatement(merchantId, [change], news, claim === undefined ? answers : [], claims)
    const saved = await tx.run<SavedRow>(statement)
    return saved.length === 0
      ? ({ outcome: 'repeat', saved } as const)
      : ({ outcome: 'recorded', ...after, saved } as const)
  }

  return async (deed, merchantId, heard) => {
    const { saved, ...recorded } = await db.transaction(deed, (tx) => judge(tx, merchantId, heard))
    if (recorded.outcome === 'recorded') {
      const { waiting } = recorded.refund.refund
      const isDue = waiting !== undefined && heard.leasedUntil === undefined
      committed({ refunds: isDue, webhooks: saved.some(({ delivers }) => delivers) })
    }
    return recorded
  }
}

const answersOf = ({ paymentId, answer }: HeardRefund, after: RefundOfPayment): AnsweredKey[] => {
  if (answer === undefined) return []
  const { status, body } = answer.of(after)
  return [{ ...answer.key, payment_id: paymentId, answer_status: status, answer_body: body }]
}
