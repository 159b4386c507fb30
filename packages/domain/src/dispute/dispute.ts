import type { MerchantId, PaymentId } from '../kernel/index.ts'
import type { Money } from '../money/index.ts'
import type { DisputeFile } from './dispute-file.ts'

/** The payment's id with an effort from 90001 on, so that merchant and order can be read from it. */
export type DisputeId = string

/** A question about a payment, or a claim to its money. Source: initiateRetrieval, initiateEscalation. */
export type DisputeKind = 'retrieval' | 'escalation'

/** What we tell Alipay+: the merchant stands by the payment, gives in, or said nothing in time. */
export type DisputeAnswer = 'defended' | 'accepted' | 'unanswered'

/** What is due next: the answer in the merchant's stead, its delivery, or a look at what is not decided. */
export type DisputeWaiting = { readonly dueAt: Date; readonly since: Date }

/** Everything that is true of one dispute. Facts only grow; `waiting` is the next step that was written down. */
export type Dispute = {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly disputeId: DisputeId
  readonly requestId: string
  readonly kind: DisputeKind
  /** In the payment's currency: what is claimed, or asked about. */
  readonly amount: Money
  /** What of the claim was not refunded when it came: it cannot be refunded while the dispute is open. */
  readonly held: Money
  readonly reason: string | undefined
  /** What the merchant handed in, the oldest first. */
  readonly files: readonly DisputeFile[]
  readonly openedAt: Date
  readonly statusChangedAt: Date
  /** Until when the merchant can answer. */
  readonly answerBy: Date
  readonly answer: DisputeAnswer | undefined
  /** Alipay+ has the answer. */
  readonly delivered: boolean
  readonly outcome: 'won' | 'lost' | 'withdrawn' | undefined
  /** What was lost came back. */
  readonly reversed: boolean
  /** What Alipay+ took, in the payment's currency; never what was refunded already. */
  readonly taken: Money
  /** The same in the settlement currency, at the payment's rate. */
  readonly booked: Money
  readonly waiting: DisputeWaiting | undefined
}

/** Where a dispute stands; the table of states has a row for each. */
export type DisputePosition = 'open' | 'answering' | 'judging' | 'won' | 'lost' | 'withdrawn'

export const disputePositionOf = ({ outcome, reversed, answer, delivered }: Dispute): DisputePosition => {
  if (outcome !== undefined) return outcome === 'lost' && reversed ? 'won' : outcome
  if (answer === undefined) return 'open'
  return delivered ? 'judging' : 'answering'
}

/** The statuses of disputes that a merchant sees. Source: names of Connect's dispute webhooks. */
export const disputeStatuses = {
  DRAFT: { event: 'dispute.draft', says: 'the merchant can answer' },
  SEND_TO_BANK: { event: 'dispute.send_to_bank', says: 'defended; Alipay+ has not said yet what becomes of it' },
  SUCCESS: { event: 'dispute.success', says: 'answered, or won: nothing was taken, or what was taken came back' },
  INVALID_REPRESENTMENT: { event: 'dispute.invalid_representment', says: 'defended and lost' },
  EXPIRED: { event: 'dispute.expired', says: 'not answered in time; a claim is lost by that' },
  CANCELLED: { event: 'dispute.cancelled', says: 'the merchant gave in, or the consumer took it back' },
} as const

export type DisputeStatus = keyof typeof disputeStatuses

/** The status follows from the facts, in this order. */
export const disputeStatusOf = (dispute: Dispute): DisputeStatus => {
  const position = disputePositionOf(dispute)
  if (position === 'withdrawn') return 'CANCELLED'
  if (position === 'won' && dispute.kind === 'escalation') return 'SUCCESS'
  if (dispute.answer === undefined) return position === 'open' ? 'DRAFT' : 'EXPIRED'
  if (dispute.answer === 'accepted') return 'CANCELLED'
  if (dispute.answer === 'unanswered') return 'EXPIRED'
  if (position === 'lost') return 'INVALID_REPRESENTMENT'
  return position === 'won' ? 'SUCCESS' : 'SEND_TO_BANK'
}

/** Ids of disputes count from this effort on, far from those of attempts. */
const firstEffort = 90_000

/** The id of a payment's n-th dispute, counted from one. */
export const disputeIdOf = (paymentId: PaymentId, number: number): DisputeId =>
  `${paymentId.slice(0, 20)}${firstEffort + number}00001`

export const isDisputeId = (text: string): boolean => /^\d{20}9\d{4}00001$/.test(text)

/** The payment that is disputed, read from the dispute's id alone. */
export const paymentOfDispute = (disputeId: DisputeId): PaymentId => `${disputeId.slice(0, 20)}0000100001`
