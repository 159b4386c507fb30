import type { MerchantId } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'

/** A merchant of the sandbox counts as looked into, by its two operators. */
export const insertApprovedKyb = async (tx: Tx, merchantId: MerchantId, at: Date): Promise<void> => {
  await tx.run({
    text: `insert into merchant_kyb (merchant_id, status, evidence, submitted_by, submitted_at, decided_by, decided_at)
           values ($1, 'approved', 'sandbox', 'operator@sandbox.example', $2, 'operator2@sandbox.example', $2)
           on conflict do nothing`,
    values: [merchantId, at],
  })
}
