import {
  assert,
  type Currency,
  type Dispute,
  type DisputeAnswer,
  type DisputeFile,
  type DisputeKind,
  money,
} from '@silkgate/domain'

/** A row of `disputes`, as the driver gives it. */
export type DisputeRow = {
  merchant_id: bigint
  dispute_id: string
  payment_id: string
  request_id: string
  kind: DisputeKind
  currency: string
  amount_minor: bigint
  held_minor: bigint
  taken_minor: bigint
  settlement_currency: Currency
  booked_minor: bigint
  reason: string | null
  files: readonly DisputeFile[]
  opened_at: Date
  status_changed_at: Date
  answer_by: Date
  answer: DisputeAnswer | null
  delivered: boolean
  outcome: NonNullable<Dispute['outcome']> | null
  reversed: boolean
  due_at: Date | null
  due_since: Date | null
}

/** The columns of `disputes` as rows are written with them. */
export const disputeColumns = `merchant_id bigint, dispute_id text, payment_id text, request_id text, kind text, currency text,
  amount_minor bigint, held_minor bigint, taken_minor bigint, settlement_currency text, booked_minor bigint, reason text,
  files jsonb, opened_at timestamptz, status_changed_at timestamptz, answer_by timestamptz, answer text,
  delivered boolean, outcome text, reversed boolean, due_at timestamptz, due_since timestamptz, leased_until timestamptz`

/** Reads a row and asserts what must hold of it. */
export const disputeFromRow = (row: DisputeRow): Dispute => {
  assert((row.due_at === null) === (row.due_since === null), `dispute ${row.dispute_id} has half a deadline`)
  return {
    merchantId: row.merchant_id.toString(),
    paymentId: row.payment_id,
    disputeId: row.dispute_id,
    requestId: row.request_id,
    kind: row.kind,
    amount: money(row.currency, row.amount_minor),
    held: money(row.currency, row.held_minor),
    taken: money(row.currency, row.taken_minor),
    booked: money(row.settlement_currency, row.booked_minor),
    reason: row.reason ?? undefined,
    files: row.files,
    openedAt: row.opened_at,
    statusChangedAt: row.status_changed_at,
    answerBy: row.answer_by,
    answer: row.answer ?? undefined,
    delivered: row.delivered,
    outcome: row.outcome ?? undefined,
    reversed: row.reversed,
    waiting: row.due_at === null || row.due_since === null ? undefined : { dueAt: row.due_at, since: row.due_since },
  }
}

/** The same as a row to write. */
export const disputeToRow = (dispute: Dispute): Record<string, unknown> => ({
  merchant_id: dispute.merchantId,
  dispute_id: dispute.disputeId,
  payment_id: dispute.paymentId,
  request_id: dispute.requestId,
  kind: dispute.kind,
  currency: dispute.amount.currency,
  amount_minor: dispute.amount.minor.toString(),
  held_minor: dispute.held.minor.toString(),
  taken_minor: dispute.taken.minor.toString(),
  settlement_currency: dispute.booked.currency,
  booked_minor: dispute.booked.minor.toString(),
  reason: dispute.reason ?? null,
  files: dispute.files,
  opened_at: dispute.openedAt,
  status_changed_at: dispute.statusChangedAt,
  answer_by: dispute.answerBy,
  answer: dispute.answer ?? null,
  delivered: dispute.delivered,
  outcome: dispute.outcome ?? null,
  reversed: dispute.reversed,
  due_at: dispute.waiting?.dueAt ?? null,
  due_since: dispute.waiting?.since ?? null,
  leased_until: null,
})
