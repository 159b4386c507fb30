import type { CsvCell } from '../http/csv.ts'
import type { RemittanceRow } from './remittance.row.ts'
import type { ListedMovement } from './remittance-page.store.ts'

const instant = (at: Date | null): string | undefined => at?.toISOString()

/** A remittance as its merchant sees it: amounts are whole numbers of the currency's smallest unit, as text, as in the trail. */
export const remittanceView = (row: RemittanceRow) => ({
  id: row.remittance_id,
  status: row.status,
  amount: { currency: row.currency, minor: row.minor.toString() },
  availableAtCutoff: row.available_at_cutoff.toString(),
  carriedOver: row.carried_over_minor.toString(),
  movements: row.movements_minor.toString(),
  reserve: row.reserve_minor.toString(),
  keptBack: row.kept_back_minor.toString(),
  cutoffPosition: row.cutoff_position.toString(),
  account: row.account,
  createdAt: instant(row.created_at),
  sentAt: instant(row.sent_at),
  acceptedAt: instant(row.accepted_at),
  confirmedAt: instant(row.confirmed_at),
  rejectedAt: instant(row.rejected_at),
  returnedAt: instant(row.returned_at),
  cancelledAt: instant(row.cancelled_at),
  reason: row.reason ?? undefined,
  carriedInto: row.carried_into ?? undefined,
})

const accountText = ({ account }: RemittanceRow['account']): string =>
  'iban' in account ? account.iban : account.number

const remittanceCsv: Readonly<Record<string, (row: RemittanceRow) => CsvCell>> = {
  id: (row) => row.remittance_id,
  status: (row) => row.status,
  'amount.currency': (row) => row.currency,
  'amount.minor': (row) => row.minor,
  availableAtCutoff: (row) => row.available_at_cutoff,
  carriedOver: (row) => row.carried_over_minor,
  movements: (row) => row.movements_minor,
  reserve: (row) => row.reserve_minor,
  keptBack: (row) => row.kept_back_minor,
  cutoffPosition: (row) => row.cutoff_position,
  account: (row) => accountText(row.account),
  createdAt: (row) => instant(row.created_at),
  sentAt: (row) => instant(row.sent_at),
  acceptedAt: (row) => instant(row.accepted_at),
  confirmedAt: (row) => instant(row.confirmed_at),
  rejectedAt: (row) => instant(row.rejected_at),
  returnedAt: (row) => instant(row.returned_at),
  cancelledAt: (row) => instant(row.cancelled_at),
  reason: (row) => row.reason ?? undefined,
  carriedInto: (row) => row.carried_into ?? undefined,
}

export const remittanceColumns = Object.keys(remittanceCsv)

export const remittanceCells = (row: RemittanceRow): CsvCell[] => Object.values(remittanceCsv).map((cell) => cell(row))

/** A movement of a remittance: negative where it is less for the merchant. */
export const movementView = (row: ListedMovement, currency: string) => ({
  kind: row.kind,
  paymentId: row.payment_id ?? undefined,
  /** The payment, refund or dispute that it is about. */
  transactionId: row.transaction_id ?? undefined,
  /** The earlier remittance that it is about. */
  remittanceId: row.about ?? undefined,
  amount: { currency, minor: row.minor.toString() },
  at: row.at.toISOString(),
})

export const movementColumns = [
  'kind',
  'paymentId',
  'transactionId',
  'remittanceId',
  'amount.currency',
  'amount.minor',
  'at',
]

export const movementCells = (row: ListedMovement, currency: string): CsvCell[] => [
  row.kind,
  row.payment_id ?? undefined,
  row.transaction_id ?? undefined,
  row.about ?? undefined,
  currency,
  row.minor,
  row.at.toISOString(),
]
