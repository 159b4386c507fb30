import { money, postings } from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'
import { comparedLines, ownIdOf } from './compare-lines.ts'
import type { LateLine } from './late-lines.store.ts'
import { openLineBreaks } from './line-breaks.store.ts'
import type { LinesOfBatch } from './lines-of-batch.ts'

/** Every column of a report line but its batch and what became of it. */
export const lineColumns = `merchant_id, transaction_request_id, transaction_type, transaction_id, file_row, payment_id,
  original_transaction_id, transaction_time, psp_id, amount_minor, currency, settlement_minor, interchange_minor,
  service_minor, fee_difference_minor`

/** The staged rows as lines, each with its fees. */
const stagedLines = `
  select i.*, coalesce(i.found_payment_id, i.transaction_request_id) as own_id,
         coalesce(f.interchange, 0) as interchange_minor, coalesce(f.service, 0) as service_minor
    from staged_items i left join staged_fee_sums f on f.transaction_id = i.transaction_id`

/**
 * Payments whose request id came back as none of ours are found by Alipay+'s own id, among those of about the same time: these
 * are read once, by an index, however many rows there are to find.
 */
export const findStraysIn = (items: 'staged_items' | 'item_versions'): string => `
  with strays as materialized (
         select transaction_id, min(transaction_time) - interval '1 day' as from_time,
                max(transaction_time) + interval '1 hour' as to_time
           from ${items}
          where transaction_type = 'PAYMENT'
            and (merchant_id = 0 or length(transaction_request_id) <> 30 or position('-' in transaction_request_id) > 0)
          group by transaction_id),
       found as materialized (
         select p.merchant_id, p.payment_id, p.created_at, p.network ->> 'alipayPlusPaymentId' as transaction_id
           from payments p
          where p.merchant_id = any (array(select merchant_id from merchants))
            and p.created_at >= (select min(from_time) from strays) and p.created_at <= (select max(to_time) from strays)
            and (p.network ->> 'alipayPlusPaymentId' in (select transaction_id from strays)) is true)
  update ${items} i set found_payment_id = p.payment_id, merchant_id = p.merchant_id
    from found p
   where p.transaction_id = i.transaction_id
     and p.created_at between i.transaction_time - interval '1 day' and i.transaction_time + interval '1 hour'
     and i.transaction_type = 'PAYMENT'
     and (i.merchant_id = 0 or length(i.transaction_request_id) <> 30 or position('-' in i.transaction_request_id) > 0)`

/**
 * Writes the staged rows of a clearing batch as report lines, each with what became of it; posts the fees of those that
 * agree, and opens a break for the others.
 */
export const insertMatchedLines = async (tx: Tx, batch: LinesOfBatch): Promise<void> => {
  await planByIndexes(tx)
  await tx.run({ text: findStraysIn('staged_items'), values: [] })
  await tx.run({
    text: `insert into report_lines (clearing_batch_id, outcome, ${lineColumns})
           select $1, outcome, ${lineColumns} from (${comparedLines(stagedLines)}) c
            order by merchant_id, transaction_request_id collate "C", transaction_type, transaction_id collate "C"`,
    values: [batch.clearingBatchId, batch.agreement, batch.clearingDay, batch.currency],
  })
  await openLineBreaks(tx, batch)
  const sums = await tx.run<FeesOfLines>({
    text: `select merchant_id, $1 as about, sum(interchange_minor)::bigint as interchange, sum(service_minor)::bigint as service,
                  sum(fee_difference_minor)::bigint as difference
             from report_lines where clearing_batch_id = $1 and outcome = 'agreed' group by merchant_id order by merchant_id`,
    values: [batch.clearingBatchId],
  })
  await postFees(tx, sums, batch)
}

export type FeesOfLines = {
  readonly merchant_id: bigint
  readonly about: string
  readonly interchange: bigint
  readonly service: bigint
  readonly difference: bigint
}

/** What was charged beyond our contract is no fee until somebody has said so. */
export const postFees = async (
  tx: Tx,
  sums: readonly FeesOfLines[],
  { currency, at }: Pick<LinesOfBatch, 'currency' | 'at'>,
  part = '',
): Promise<void> => {
  for (const { merchant_id, about, interchange, service, difference } of sums) {
    const merchantId = merchant_id.toString()
    const transfers = [
      ...postings.feesMatched(merchantId, money(currency, interchange), money(currency, service - difference)),
      ...postings.breakPosted(merchantId, 'receivable', money(currency, -difference)),
    ]
    await postTransfers(tx, transfers, { about, at, part })
  }
}

/**
 * Compares the lines of a batch that do not agree once more, for our books or the lines may have changed: those that agree
 * now have their fees posted one by one. Answers them.
 */
export const compareAgain = async (tx: Tx, batch: LinesOfBatch): Promise<LateLine[]> => {
  await planByIndexes(tx)
  const inDoubt = `select *, ${ownIdOf} as own_id from report_lines
                    where clearing_batch_id = $1 and outcome <> 'agreed'`
  const agreed = await tx.run<LateLine & FeesOfLines>({
    text: `with compared as (${comparedLines(inDoubt)}),
           changed as (
             update report_lines l
                set outcome = c.outcome, payment_id = c.payment_id, fee_difference_minor = c.fee_difference_minor
               from compared c
              where l.merchant_id = c.merchant_id and l.transaction_request_id = c.transaction_request_id
                and l.transaction_type = c.transaction_type and l.transaction_id = c.transaction_id
                and l.clearing_batch_id = $1 and l.outcome <> c.outcome
                and l.outcome <> 'agreed' and (l.outcome <> 'agreed' or l.fee_difference_minor <> 0)
             returning l.*)
           select merchant_id, interchange_minor as interchange,
                  service_minor as service, fee_difference_minor as difference,
                  concat_ws('/', $1::text, transaction_type, transaction_id) as about,
                  settlement_minor - interchange_minor - service_minor as net
             from changed where outcome = 'agreed' order by transaction_type, transaction_id collate "C"`,
    values: [batch.clearingBatchId, batch.agreement, batch.clearingDay, batch.currency],
  })
  await postFees(tx, agreed, batch)
  await openLineBreaks(tx, batch)
  return agreed
}
