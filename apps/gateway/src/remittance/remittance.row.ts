import type { Currency, RemittanceId, RemittanceStatus } from '@silkgate/domain'

/** Whom the bank was told to pay, as it was then. */
export type PaidAccount = {
  readonly version: number
  readonly holder: string
  readonly account: { readonly iban: string } | { readonly number: string }
  readonly bic?: string
  /** In parts, as banks ask for it. */
  readonly address: Readonly<Record<string, string>> & { readonly town: string; readonly country: string }
}

/** A row of `remittances`: amounts in the smallest unit of the currency. */
export type RemittanceRow = {
  readonly merchant_id: bigint
  readonly remittance_id: RemittanceId
  readonly run_id: string
  readonly currency: Currency
  readonly minor: bigint
  readonly status: RemittanceStatus
  readonly version: number
  readonly after_position: bigint
  readonly cutoff_position: bigint
  readonly available_at_cutoff: bigint
  readonly allowed_negative: bigint
  readonly carried_over_minor: bigint
  readonly movements_minor: bigint
  readonly reserve_minor: bigint
  readonly kept_back_minor: bigint
  readonly account: PaidAccount
  readonly created_at: Date
  readonly started_by: string
  readonly approved_at: Date | null
  readonly approved_by: string | null
  readonly file_id: string | null
  readonly payment_information_id: string | null
  readonly sent_at: Date | null
  readonly accepted_at: Date | null
  readonly confirmed_at: Date | null
  readonly rejected_at: Date | null
  readonly returned_at: Date | null
  readonly cancelled_at: Date | null
  readonly cancelled_by: string | null
  readonly reason: string | null
  readonly carried_into: string | null
}

/** What a movement of a remittance is; `minor` is negative where it is less for the merchant. */
export type MovementKind =
  | 'payment'
  | 'fee'
  | 'refund'
  | 'dispute'
  /** An earlier remittance, `about`, whose money came back. */
  | 'rejected'
  | 'returned'
  | 'cancelled'
  /** The bank paid an earlier remittance that it had rejected. */
  | 'remitted_after_all'
  | 'reserve_released'
  /** VAT on our fees, by an invoice or back by a credit note. */
  | 'vat'
  | 'fee_given_back'
  | 'other'

/** A row of `remittance_payments`. */
export type MovementRow = {
  readonly merchant_id: bigint
  readonly remittance_id: RemittanceId
  readonly movement_id: string
  readonly kind: MovementKind
  readonly payment_id: string | null
  readonly about: string | null
  readonly minor: bigint
  readonly at: Date
}
