import type { Transfer } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { uuidOf } from '../uuid-of.ts'
import { insertTransfers } from './transfer.store.ts'

/** What a posting is for: a clearing batch, settlement batch, bank entry or break; `part` where that is posted in parts. */
export type PostedFor = { readonly about: string; readonly at: Date; readonly part?: string }

/**
 * Posts what is for no single payment. A transfer's id follows from what it is for, so that nothing can be posted twice: the
 * second attempt breaks the primary key, and its transaction with it.
 */
export const postTransfers = async (
  tx: Tx,
  transfers: readonly Transfer[],
  { about, at, part = '' }: PostedFor,
): Promise<void> => {
  if (transfers.length === 0) return
  const rows = transfers.map(({ merchantId, debit, credit, amount, reason }) => ({
    ...{ merchant_id: merchantId, payment_id: null, about, debit, credit, reason, at },
    transfer_id: uuidOf(merchantId, about, part, reason, ...[debit, credit].sort(), amount.currency),
    currency: amount.currency,
    minor: amount.minor.toString(),
  }))
  const values: unknown[] = []
  await tx.run({ text: insertTransfers(rows, values), values })
}
