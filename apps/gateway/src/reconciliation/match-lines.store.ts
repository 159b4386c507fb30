import type { Tx } from '../postgres/db.ts'

/** A clearing batch as its files say it, at the instant at which it is taken in. */
export type StagedBatch = {
  readonly clearingBatchId: string
  readonly agreement: string
  readonly currency: string
  readonly clearingDay: string
  readonly at: Date
}

/** Writes the lines of what is staged; none of them is matched yet. */
export const insertMatchedLines = async (tx: Tx, batch: StagedBatch): Promise<void> => {
  await tx.run({
    text: `with fees as (
             select transaction_id,
                    sum(minor) filter (where fee_type = 'INTERCHANGE_FEE') as interchange,
                    sum(minor) filter (where fee_type = 'SERVICE_FEE') as service
               from staged_fees group by transaction_id)
           insert into report_lines (merchant_id, transaction_request_id, transaction_type, transaction_id,
                  clearing_batch_id, file_row, original_transaction_id, transaction_time, psp_id, amount_minor, currency,
                  settlement_minor, interchange_minor, service_minor, fee_difference_minor, outcome)
           select 0, i.transaction_request_id, i.transaction_type, i.transaction_id, $1, i.file_row,
                  i.original_transaction_id, i.transaction_time, i.psp_id, i.amount_minor, i.currency,
                  i.settlement_minor, coalesce(f.interchange, 0), coalesce(f.service, 0), 0, 'unknown_transaction'
             from staged_items i left join fees f using (transaction_id)`,
    values: [batch.clearingBatchId],
  })
}
