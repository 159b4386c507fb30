import { createHash } from 'node:crypto'
import type { Transfer } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { insertTransfers } from './transfer.store.ts'

/** What a posting is for: a clearing batch, settlement batch, bank entry or break; `part` where that is posted in parts. */
export type PostedFor = { readonly about: string; readonly at: Date; readonly part?: string }

const uuidOf = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

/**
 * Posts what is for no single payment. A transfer's id follows from what it is for, so that nothing can be posted twice: the
 * second attempt breaks the primary key, and its transaction with it.
 */
export const post = async (
  tx: Tx,
  transfers: readonly Transfer[],
  { about, at, part = '' }: PostedFor,
): Promise<void> => {
  if (transfers.length === 0) return
  const rows = transfers.map(({ merchantId, debit, credit, amount, reason }) => ({
    ...{ merchant_id: merchantId, payment_id: null, about, debit, credit, reason, at },
    transfer_id: uuidOf([merchantId, about, part, reason, ...[debit, credit].sort(), amount.currency].join('|')),
    currency: amount.currency,
    minor: amount.minor.toString(),
  }))
  const values: unknown[] = []
  await tx.run({ text: insertTransfers(rows, values), values })
}
