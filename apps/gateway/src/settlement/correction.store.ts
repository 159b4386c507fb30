import { type Break, openBreaks } from '../break/index.ts'
import type { Tx } from '../postgres/db.ts'

type Differing = { about: string; field: string; ours: string; theirs: string; minor: bigint }

type Of = { readonly clearingBatchId: string; readonly currency: string }

const asBreaks = (of: Of, rows: readonly Differing[]): Break[] =>
  rows.map((row) => ({ ...of, ...row, kind: 'row_differs' }))

/**
 * Compares staged items of a corrected file with the lines of their batch: what differs is a break; only those that are not
 * there yet stay staged.
 */
export const keepNewItems = async (tx: Tx, of: Of, fields: { amount: string; settlement: string }, at: Date) => {
  const differing = await tx.run<Differing>({
    text: `with known as (
             delete from staged_items s using report_lines l
              where l.clearing_batch_id = $1 and l.transaction_type = s.transaction_type and l.transaction_id = s.transaction_id
             returning concat_ws('/', $1::text, s.transaction_type, s.transaction_id) as about,
                       l.settlement_minor as our_settlement, s.settlement_minor as their_settlement,
                       l.amount_minor || ' ' || l.currency as our_amount, s.amount_minor || ' ' || s.currency as their_amount)
           select about, their_settlement - our_settlement as minor,
                  case when our_settlement <> their_settlement then $2 else $3 end as field,
                  case when our_settlement <> their_settlement then our_settlement::text else our_amount end as ours,
                  case when our_settlement <> their_settlement then their_settlement::text else their_amount end as theirs
             from known where our_settlement <> their_settlement or our_amount <> their_amount order by about`,
    values: [of.clearingBatchId, fields.settlement, fields.amount],
  })
  await openBreaks(tx, asBreaks(of, differing), at)
}

/** Compares staged fees of a corrected file with the lines of their batch: each line whose fees differ is a break. */
export const compareFees = async (tx: Tx, of: Of, field: string, at: Date): Promise<void> => {
  const differing = await tx.run<Differing>({
    text: `with fees as (select transaction_id, coalesce(interchange, 0) + coalesce(service, 0) as minor from staged_fee_sums)
           select concat_ws('/', $1::text, l.transaction_type, l.transaction_id, 'fees') as about, $2 as field,
                  (l.interchange_minor + l.service_minor)::text as ours, coalesce(f.minor, 0)::text as theirs,
                  coalesce(f.minor, 0) - l.interchange_minor - l.service_minor as minor
             from report_lines l left join fees f using (transaction_id)
            where l.clearing_batch_id = $1 and l.interchange_minor + l.service_minor <> coalesce(f.minor, 0)
            order by l.transaction_id`,
    values: [of.clearingBatchId, field],
  })
  await openBreaks(tx, asBreaks(of, differing), at)
}
