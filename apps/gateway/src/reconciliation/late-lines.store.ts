import { money, postings } from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import type { LinesOfBatch } from './lines-of-batch.ts'

/** Holds the settlement batch that a clearing batch is settled in; answers its id where its money was posted already. */
export const holdSettlementOf = async (tx: Tx, clearingBatchId: string): Promise<string | undefined> => {
  const rows = await tx.run<{ id: string; settled: boolean }>({
    text: `select settlement_batch_id as id, settled_at is not null as settled
             from settlement_batches b
            where settlement_batch_id in (select settlement_batch_id from settlement_batch_parts where clearing_batch_id = $1)
            order by settlement_date desc, settlement_batch_id for update`,
    values: [clearingBatchId],
  })
  return rows.find(({ settled }) => settled)?.id
}

/** A line that came to agree after its batch was taken. `about` names it in postings and breaks; `net` is signed, to us. */
export type LateLine = { readonly merchant_id: bigint; readonly about: string; readonly net: bigint }

/** Lines that agree after the money of their batch was posted have their part of it posted, and their payments settled next. */
export const postLateLines = async (
  tx: Tx,
  settledIn: string | undefined,
  lines: readonly LateLine[],
  { currency, at }: Pick<LinesOfBatch, 'currency' | 'at'>,
  part = '',
): Promise<void> => {
  if (settledIn === undefined || lines.length === 0) return
  for (const { merchant_id, about, net } of lines) {
    const transfers = [
      ...postings.batchReceived(merchant_id.toString(), money(currency, net)),
      ...postings.unattributed(money(currency, -net)),
    ]
    await postTransfers(tx, transfers, { about, at, part })
  }
  await tx.run({
    text: 'update settlement_batches set finished_at = null where settlement_batch_id = $1',
    values: [settledIn],
  })
}
