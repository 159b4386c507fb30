import type { Dispute } from '@silkgate/domain'
import { type DisputeRow, disputeFromRow } from '../dispute/index.ts'
import { fromRow, type PaymentRow, type StoredPayment } from '../payment/index.ts'
import { type RefundRow, refundFromRow, type StoredRefund } from '../refund/index.ts'
import type { PlacedRow } from './transaction-list.store.ts'
import type { TransactionKind } from './transaction-query.ts'

/** What a refund or dispute shows of its payment. */
export type OfPayment = {
  readonly wallet: string | undefined
  readonly merchantReference: string | undefined
  readonly merchantOrderId: string | undefined
}

/** A transaction as it is stored, with its place in the order of time. */
export type Transaction = {
  readonly place: { readonly at: string; readonly id: string }
  readonly remittanceId: string | undefined
} & (
  | { readonly kind: 'payment'; readonly stored: StoredPayment }
  | { readonly kind: 'refund'; readonly stored: StoredRefund; readonly of: OfPayment }
  | { readonly kind: 'dispute'; readonly stored: Dispute; readonly of: OfPayment }
)

export const transactionOf = (kind: TransactionKind, row: PlacedRow): Transaction => {
  const common = { place: { at: row.place_at, id: row.place_id }, remittanceId: row.remittance_id ?? undefined }
  if (kind === 'payment') return { kind, ...common, stored: fromRow(row as unknown as PaymentRow) }
  const of = {
    wallet: row.wallet ?? undefined,
    merchantReference: row.reference_of_payment ?? undefined,
    merchantOrderId: row.merchant_order_id ?? undefined,
  }
  return kind === 'refund'
    ? { kind, ...common, of, stored: refundFromRow(row as unknown as RefundRow) }
    : { kind, ...common, of, stored: disputeFromRow(row as unknown as DisputeRow) }
}
