import { assert, type Currency, money, type Refund, type RefundAskedBy } from '@silkgate/domain'

/** What the merchant sent with a refund that is answered again, and who asked for it. */
export type RefundRequest = {
  readonly merchantReference?: string
  readonly descriptor?: string
  readonly reason?: string
  /** The API key that asked, or the e-mail address of who did in the console; where refunds need approval, another approves. */
  readonly apiKeyId?: string
}

export type StoredRefund = { readonly refund: Refund; readonly request: RefundRequest }

/** A row of `refunds`, as the driver gives it. */
export type RefundRow = {
  merchant_id: bigint
  refund_id: string
  payment_id: string
  asked_by: RefundAskedBy
  currency: string
  amount_minor: bigint
  settlement_currency: string
  booked_minor: bigint
  unpriced: boolean
  fee_returned_minor: bigint | null
  created_at: Date
  status_changed_at: Date
  request: RefundRequest
  needs_approval: boolean
  approved: boolean
  accepted: boolean
  refused_because: string | null
  cancelled: boolean
  settlement_minor: bigint | null
  alipayplus_refund_id: string | null
  due_at: Date | null
  due_since: Date | null
}

/** The columns of `refunds` as rows are written with them. */
export const refundColumns = `merchant_id bigint, refund_id text, payment_id text, asked_by text, currency text,
  amount_minor bigint, settlement_currency text, booked_minor bigint, unpriced boolean, fee_returned_minor bigint,
  created_at timestamptz,
  status_changed_at timestamptz, request jsonb, needs_approval boolean, approved boolean, accepted boolean,
  refused_because text, cancelled boolean, settlement_minor bigint, alipayplus_refund_id text, due_at timestamptz,
  due_since timestamptz, leased_until timestamptz`

/** Reads a row and asserts what must hold of it. */
export const refundFromRow = (row: RefundRow): StoredRefund => {
  assert((row.due_at === null) === (row.due_since === null), `refund ${row.refund_id} has half a deadline`)
  const refund: Refund = {
    merchantId: row.merchant_id.toString(),
    paymentId: row.payment_id,
    refundId: row.refund_id,
    askedBy: row.asked_by,
    amount: money(row.currency, row.amount_minor),
    booked: money(row.unpriced ? row.currency : row.settlement_currency, row.booked_minor),
    unpriced: row.unpriced,
    feeReturned: row.fee_returned_minor === null ? undefined : money(row.settlement_currency, row.fee_returned_minor),
    createdAt: row.created_at,
    statusChangedAt: row.status_changed_at,
    needsApproval: row.needs_approval,
    approved: row.approved,
    accepted: row.accepted,
    refusedBecause: row.refused_because ?? undefined,
    cancelled: row.cancelled,
    settlement: row.settlement_minor === null ? undefined : money(row.settlement_currency, row.settlement_minor),
    alipayPlusRefundId: row.alipayplus_refund_id ?? undefined,
    waiting: row.due_at === null || row.due_since === null ? undefined : { dueAt: row.due_at, since: row.due_since },
  }
  return { refund, request: row.request }
}

/** The same as a row to write. */
export const refundToRow = (
  { refund, request }: StoredRefund,
  settlementCurrency: Currency,
  leasedUntil: Date | null,
): Record<string, unknown> => ({
  merchant_id: refund.merchantId,
  refund_id: refund.refundId,
  payment_id: refund.paymentId,
  asked_by: refund.askedBy,
  currency: refund.amount.currency,
  amount_minor: refund.amount.minor.toString(),
  settlement_currency: settlementCurrency,
  booked_minor: refund.booked.minor.toString(),
  unpriced: refund.unpriced,
  fee_returned_minor: refund.feeReturned?.minor.toString() ?? null,
  created_at: refund.createdAt,
  status_changed_at: refund.statusChangedAt,
  request,
  needs_approval: refund.needsApproval,
  approved: refund.approved,
  accepted: refund.accepted,
  refused_because: refund.refusedBecause ?? null,
  cancelled: refund.cancelled,
  settlement_minor: refund.settlement?.minor.toString() ?? null,
  alipayplus_refund_id: refund.alipayPlusRefundId ?? null,
  due_at: refund.waiting?.dueAt ?? null,
  due_since: refund.waiting?.since ?? null,
  leased_until: leasedUntil,
})
