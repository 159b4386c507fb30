import { type CreditTransfer, type Debtor, writeCreditTransfers } from '@silkgate/bank-files'
import { type Currency, endsOfSweep, money, type Said } from '@silkgate/domain'
import type { SweepToSend } from '../sweep/index.ts'
import type { RemittanceRow } from './remittance.row.ts'

/** What the bank is told to do for a remittance: its id is the end-to-end id. */
export const transferOf = (
  { remittance_id, currency, minor, account }: Pick<RemittanceRow, 'remittance_id' | 'currency' | 'minor' | 'account'>,
  debtor: Debtor,
  executionDate: string,
): CreditTransfer => ({
  endToEndId: remittance_id,
  amount: money(currency, minor),
  debtor,
  creditor: {
    name: account.holder,
    account: account.account,
    ...(account.bic === undefined ? {} : { bic: account.bic }),
    address: account.address,
  },
  executionDate,
  remittance: `Remittance ${remittance_id}`,
})

type Ends = { readonly from: NonNullable<SweepToSend['from']>; readonly to: NonNullable<SweepToSend['to']> }

const transferOfSweep = (
  { sweepId, currency, minor }: SweepToSend,
  { from, to }: Ends,
  executionDate: string,
): CreditTransfer => ({
  endToEndId: sweepId,
  amount: money(currency, minor < 0n ? -minor : minor),
  debtor: { name: from.name, iban: from.iban },
  creditor: {
    name: to.name,
    account: { iban: to.iban },
    ...(to.bic === null ? {} : { bic: to.bic }),
    ...(to.town === null || to.country === null ? {} : { address: { town: to.town, country: to.country } }),
  },
  executionDate,
  remittance: sweepId,
})

/** Why the bank cannot be told: which field of the order, what is wrong with it, and what puts it right. */
export type OrderFault = { readonly field: string; readonly why: string; readonly remedy: string }

/** Something the bank is to be told, with the order for it or what is in its way. */
export type Order = { readonly id: string; readonly currency: Currency } & (
  | { readonly transfer: CreditTransfer; readonly fault?: undefined }
  | { readonly fault: OrderFault }
)

/** What is wrong with an order by itself: which fields, and what; undefined where the bank can be told. */
export const faultOf = (transfer: CreditTransfer, createdAt: Date): Pick<OrderFault, 'field' | 'why'> | undefined => {
  const { debtor } = transfer
  const message = { version: '09', messageId: 'TRY', createdAt, initiator: debtor.name, transfers: [transfer] } as const
  const written = writeCreditTransfers(message)
  if (written.ok) return undefined
  return {
    field: written.faults.map(({ field }) => field.replace('transfers[0].', '')).join(' '),
    why: written.faults.map((fault) => fault.message).join('; '),
  }
}

const checked = (
  of: { readonly id: string; readonly currency: Currency },
  transfer: CreditTransfer,
  at: Date,
  remedyOf: (field: string) => string,
): Order => {
  const fault = faultOf(transfer, at)
  return fault === undefined ? { ...of, transfer } : { ...of, fault: { ...fault, remedy: remedyOf(fault.field) } }
}

const missing = (purpose: string, currency: Currency): OrderFault => ({
  field: 'account',
  why: `we have no ${purpose} account in ${currency}` satisfies Said,
  remedy: 'silkgate bank-account add',
})

/** The order for a remittance, from our account, if we have one. */
export const orderOfRemittance = (row: RemittanceRow, debtor: Debtor | undefined, day: string, at: Date): Order => {
  const of = { id: row.remittance_id, currency: row.currency }
  if (debtor === undefined) return { ...of, fault: missing('safeguarding', row.currency) }
  const remedyOf = (field: string) =>
    field.startsWith('creditor') || field.startsWith('amount')
      ? 'silkgate remittance cancel, and payout-account add'
      : `silkgate bank-account locate ${debtor.iban}`
  return checked(of, transferOf(row, debtor, day), at, remedyOf)
}

/** The order for a sweep, where we have both accounts. */
export const orderOfSweep = (sweep: SweepToSend, day: string, at: Date): Order => {
  const { sweepId: id, currency, from, to } = sweep
  const ends = endsOfSweep(sweep)
  if (from === null || to === null) {
    return { id, currency, fault: missing(from === null ? ends.from : ends.to, currency) }
  }
  const remedyOf = (field: string) =>
    `silkgate bank-account locate ${field.startsWith('creditor') ? to.iban : from.iban}`
  return checked({ id, currency }, transferOfSweep(sweep, { from, to }, day), at, remedyOf)
}
