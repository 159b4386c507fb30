import type { PayoutAccount } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { insertApprovedKyb } from './kyb.store.ts'

/** Places a payout account of the sandbox, proven, approved and usable at once, where it is not there yet. */
export const placePayoutAccount = async (tx: Tx, one: PayoutAccount, at: Date): Promise<void> => {
  await insertApprovedKyb(tx, one.merchantId, at)
  await tx.run({
    text: `insert into payout_accounts (merchant_id, currency, version, iban, account_number, bic, holder, address, proof,
                                        added_by, added_at, approved_by, approved_at, usable_from)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 'sandbox', 'operator@sandbox.example', $9, 'operator2@sandbox.example', $9, $9)
           on conflict do nothing`,
    values: [
      ...[one.merchantId, one.currency, one.version],
      ...('iban' in one.account ? [one.account.iban, null] : [null, one.account.number]),
      ...[one.bic ?? null, one.holder, one.address, at],
    ],
  })
}
