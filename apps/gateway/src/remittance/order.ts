import type { CreditTransfer, Debtor } from '@silkgate/bank-files'
import { money } from '@silkgate/domain'
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
