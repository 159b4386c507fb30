import type { CreditTransfer, Debtor } from '@silkgate/bank-files'
import { type Currency, money } from '@silkgate/domain'
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

/** What the bank is told to move between our own accounts. */
export const orderOfSweep = (
  { sweepId, minor, from, to }: SweepToSend,
  currency: Currency,
  executionDate: string,
): CreditTransfer => ({
  endToEndId: sweepId,
  amount: money(currency, minor),
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
