import {
  type Dispute,
  type DisputeEvent,
  decideDispute,
  type MerchantId,
  type Payment,
  type PaymentId,
} from '@silkgate/domain'
import type { Deed } from '../crash-points.ts'
import { readDisputesUnderLock } from '../dispute/index.ts'
import type { IdempotenceRow } from '../idempotence/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { addDisputeDecision, addMessage, emptyNews, type Message } from './news.ts'
import type { StoredPayment } from './payment.row.ts'
import { lockPayments, type SavedRow, saveStatement } from './payment.store.ts'
import type { StoredAnswer } from './record-payment-events.ts'

/** A dispute with its payment, as both are after an event. */
export type DisputeOfPayment = { readonly stored: StoredPayment; readonly dispute: Dispute }

/** Something heard about one dispute of a payment; where nothing is to be recorded, why. */
export type HeardDispute<Why> = {
  readonly paymentId: PaymentId
  /** What it is, decided on the payment and its disputes as they stand under lock. */
  readonly event: (
    payment: Payment,
    disputes: readonly Dispute[],
  ) => { readonly is: DisputeEvent } | { readonly isNot: Why }
  readonly messages?: readonly Message[]
  /** What is written with it, where it is recorded. */
  readonly alongside?: (tx: Tx) => Promise<void>
  /** The idempotence key that the request claims with it, and its answer from the dispute as it is after the event. */
  readonly claim?: { readonly key: IdempotenceRow; readonly of: (after: DisputeOfPayment) => StoredAnswer }
}

export type RecordedDispute<Why> =
  | ({ readonly outcome: 'recorded' } & DisputeOfPayment)
  | { readonly outcome: 'refused'; readonly why: Why }
  | { readonly outcome: 'no_such_payment' }
  /** The request's idempotence key is another request's. */
  | { readonly outcome: 'repeat' }

export type RecordDisputeEvent = <Why>(
  deed: Deed,
  merchantId: MerchantId,
  heard: HeardDispute<Why>,
) => Promise<RecordedDispute<Why>>

type Needs = {
  readonly db: Db
  readonly newId: () => string
  readonly committed: (left: { readonly disputes: boolean; readonly webhooks: boolean }) => void
}

/**
 * The one door, for what is heard about disputes: locks the payment, decides on it and its disputes, and saves both with all
 * that follows in one transaction. No network call happens here.
 */
export const recordDisputeEvent = ({ db, newId, committed }: Needs): RecordDisputeEvent => {
  const judge = async <Why>(tx: Tx, merchantId: MerchantId, heard: HeardDispute<Why>) => {
    const [before] = await lockPayments(tx, merchantId, [heard.paymentId])
    if (before === undefined) return { outcome: 'no_such_payment', saved: [] } as const
    const disputes = await readDisputesUnderLock(tx, merchantId, [heard.paymentId])
    const event = heard.event(before.payment, disputes)
    if ('isNot' in event) return { outcome: 'refused', why: event.isNot, saved: [] } as const
    const known = disputes.find(({ disputeId }) => disputeId === event.is.disputeId)
    const decision = decideDispute(before.payment, known, event.is)
    const stored = { payment: decision.payment, request: before.request }
    const after: DisputeOfPayment = { stored, dispute: decision.dispute }
    const news = emptyNews()
    addDisputeDecision(news, { newId }, decision, event.is.at)
    for (const message of heard.messages ?? []) addMessage(news, { newId }, merchantId, heard.paymentId, message)
    const answer = heard.claim?.of(after)
    const claims =
      heard.claim === undefined || answer === undefined
        ? []
        : [{ ...heard.claim.key, answer_status: answer.status, answer_body: answer.body }]
    const statement = saveStatement(merchantId, [{ before, after: stored }], news, [], claims)
    const saved = await tx.run<SavedRow>(statement)
    if (saved.length === 0) return { outcome: 'repeat', saved } as const
    await heard.alongside?.(tx)
    return { outcome: 'recorded', ...after, saved } as const
  }

  return async (deed, merchantId, heard) => {
    const { saved, ...recorded } = await db.transaction(deed, (tx) => judge(tx, merchantId, heard))
    if (recorded.outcome === 'recorded') {
      const isDue = recorded.dispute.waiting !== undefined
      committed({ disputes: isDue, webhooks: saved.some(({ delivers }) => delivers) })
    }
    return recorded
  }
}
