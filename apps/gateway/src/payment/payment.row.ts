import {
  assert,
  type Currency,
  money,
  type NetworkFacts,
  type Payment,
  type RefusedCode,
  type Step,
} from '@silkgate/domain'
import type { OrderReferences } from '../order-references.ts'

/** What the merchant sent that is needed again: to repeat pay word for word, and to answer with its own references. */
export type PaymentRequest = OrderReferences & {
  readonly returnMac: string
  /** Where the consumer comes back to; for a hosted checkout with everything that belongs behind it already. */
  readonly returnUrl: string
  readonly hostedCheckoutId?: string
  readonly variant?: string
}

export type StoredPayment = { readonly payment: Payment; readonly request: PaymentRequest }

/** A row of `payments`, as the driver gives it. */
export type PaymentRow = {
  merchant_id: bigint
  payment_id: string
  version: number
  currency: string
  amount_minor: bigint
  settlement_currency: string
  created_at: Date
  expires_at: Date
  status_changed_at: Date
  request: PaymentRequest
  redirect_url: string | null
  captured: boolean
  captured_at: Date | null
  captured_minor: bigint
  fee_minor: bigint | null
  closing: boolean
  cancel_window_passed: boolean
  success_heard: boolean
  closed: boolean
  refused: number | null
  refused_because: string | null
  late_success_minor: bigint
  settled: boolean
  refunded_minor: bigint
  refunding_minor: bigint
  refund_booked_minor: bigint
  disputing_minor: bigint
  disputed_minor: bigint
  settlement_minor: bigint | null
  network: Omit<NetworkFacts, 'settlementAmount'>
  step: string | null
  due_at: Date | null
  step_since: Date | null
}

/** Reads a row and asserts what must hold of it. */
export const fromRow = (row: PaymentRow): StoredPayment => {
  assert(
    row.refused === null || row.refused === 100 || row.refused === 120,
    `payment ${row.payment_id} refused ${row.refused}`,
  )
  const settled = (minor: bigint | null) => (minor === null ? undefined : money(row.settlement_currency, minor))
  const settlementAmount = settled(row.settlement_minor)
  const payment: Payment = {
    merchantId: row.merchant_id.toString(),
    paymentId: row.payment_id,
    version: row.version,
    amount: money(row.currency, row.amount_minor),
    settlementCurrency: row.settlement_currency as Currency,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    statusChangedAt: row.status_changed_at,
    redirectUrl: row.redirect_url ?? undefined,
    captured: row.captured,
    capturedAt: row.captured_at ?? undefined,
    fee: settled(row.fee_minor),
    closing: row.closing,
    cancelWindowPassed: row.cancel_window_passed,
    successHeard: row.success_heard,
    closed: row.closed,
    refused: (row.refused ?? undefined) as RefusedCode | undefined,
    refusedBecause: row.refused_because ?? undefined,
    lateSuccess: row.late_success_minor > 0n,
    settled: row.settled,
    refundedMinor: row.refunded_minor,
    refundingMinor: row.refunding_minor,
    refundBookedMinor: row.refund_booked_minor,
    disputingMinor: row.disputing_minor,
    disputedMinor: row.disputed_minor,
    network: settlementAmount === undefined ? row.network : { ...row.network, settlementAmount },
    waiting:
      row.step === null || row.due_at === null || row.step_since === null
        ? undefined
        : { step: row.step as Step, dueAt: row.due_at, since: row.step_since },
  }
  return { payment, request: row.request }
}

/** The same as a JSON row, for statements that work on sets of rows. */
export const toRow = ({ payment, request }: StoredPayment, leasedUntil: Date | null): Record<string, unknown> => {
  const { settlementAmount, ...network } = payment.network
  return {
    merchant_id: payment.merchantId,
    payment_id: payment.paymentId,
    version: payment.version,
    currency: payment.amount.currency,
    amount_minor: payment.amount.minor.toString(),
    settlement_currency: payment.settlementCurrency,
    created_at: payment.createdAt,
    expires_at: payment.expiresAt,
    status_changed_at: payment.statusChangedAt,
    request,
    redirect_url: payment.redirectUrl ?? null,
    captured: payment.captured,
    captured_at: payment.capturedAt ?? null,
    captured_minor: payment.captured ? payment.amount.minor.toString() : '0',
    fee_minor: payment.fee?.minor.toString() ?? null,
    closing: payment.closing,
    cancel_window_passed: payment.cancelWindowPassed,
    success_heard: payment.successHeard,
    closed: payment.closed,
    refused: payment.refused ?? null,
    refused_because: payment.refusedBecause ?? null,
    late_success_minor: payment.lateSuccess ? payment.amount.minor.toString() : '0',
    settled: payment.settled,
    refunded_minor: payment.refundedMinor.toString(),
    refunding_minor: payment.refundingMinor.toString(),
    refund_booked_minor: payment.refundBookedMinor.toString(),
    disputing_minor: payment.disputingMinor.toString(),
    disputed_minor: payment.disputedMinor.toString(),
    settlement_minor: settlementAmount?.minor.toString() ?? null,
    network,
    step: payment.waiting?.step ?? null,
    due_at: payment.waiting?.dueAt ?? null,
    step_since: payment.waiting?.since ?? null,
    leased_until: leasedUntil,
  }
}
