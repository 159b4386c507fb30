import { breakId, opensAgain } from '../break/index.ts'
import type { Tx } from '../postgres/db.ts'
import { comparedLines, ownIdOf } from './compare-lines.ts'
import type { LinesOfBatch } from './lines-of-batch.ts'

/**
 * Opens a break for each line of a batch that does not agree, and for each fee that is not as the contract says; closes
 * those whose line agrees by now.
 */
export const openLineBreaks = async (tx: Tx, batch: LinesOfBatch): Promise<void> => {
  const doubtful = `select *, ${ownIdOf} as own_id from report_lines
                     where clearing_batch_id = $1 and (outcome <> 'agreed' or fee_difference_minor <> 0)`
  const what = `concat_ws('/', $1::text, transaction_type, transaction_id) as about,
                case outcome when 'agreed' then 'fee_differs' else outcome end as kind`
  const found = `select *, ${what} from (${comparedLines(doubtful)}) c`
  await tx.run({
    text: `insert into breaks (break_id, kind, merchant_id, payment_id, about, clearing_batch_id, currency, minor, field, ours,
                               theirs, opened_at)
           select ${breakId('kind', 'about')}, kind, merchant_id, payment_id, about, $1, $4,
                  case kind when 'fee_differs' then - fee_difference_minor else difference end,
                  case kind when 'fee_differs' then 'fee' else field end,
                  case kind when 'fee_differs' then concat_ws(' ', interchange_minor + service_minor - fee_difference_minor, $4)
                            else ours_text end,
                  case kind when 'fee_differs' then concat_ws(' ', interchange_minor + service_minor, $4) else theirs_text end,
                  $5
             from (${found}) f where kind <> 'fee_differs' or fee_difference_minor <> 0
           ${opensAgain}`,
    values: [batch.clearingBatchId, batch.agreement, batch.clearingDay, batch.currency, batch.at],
  })
  await tx.run({
    text: `with open_lines as materialized (select ${what} from (${doubtful}) l)
           update breaks b set resolved_at = $2, resolution = 'agreed', reason = 'the line agrees with our books now'
            where b.clearing_batch_id = $1 and b.resolved_at is null and b.kind = any ($3)
              and not exists (select from open_lines l where l.about = b.about and l.kind = b.kind)`,
    values: [batch.clearingBatchId, batch.at, lineBreakKinds],
  })
}

const lineBreakKinds = [
  'unknown_transaction',
  'state_differs',
  'amount_differs',
  'unpriced',
  'settlement_differs',
  'duplicate_line',
  'fee_differs',
]
