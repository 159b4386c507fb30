import { notOfSales } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import type { Span } from './read-movements.store.ts'
import type { Count } from './tally.ts'

/** What the books say was made due by sales in a part of them, by currency: what the totals of its report must be. */
export const dueByBooks = async (tx: Tx, { merchantId, positions }: Span): Promise<ReadonlyMap<string, bigint>> => {
  const rows = await tx.run<{ currency: string; minor: bigint }>({
    text: `select t.currency, sum(case when t.credit = 'available' then t.minor else - t.minor end)::bigint as minor
             from transfers t
            where t.merchant_id = $1 and t.position > $2 and t.position <= $3 and 'available' in (t.debit, t.credit)
              and not (case when t.credit = 'available' then t.debit else t.credit end = any ($4)) group by 1`,
    values: [merchantId, positions.after, positions.upTo, notOfSales],
  })
  return new Map(rows.map(({ currency, minor }) => [currency, minor]))
}

/** Payments that came to nothing. */
export const deadPayments = (tx: Tx, { merchantId, events }: Span): Promise<Count[]> =>
  tx.run<Count>({
    text: `select type as of, count(*) as count from webhook_events
            where merchant_id = $1 and position > $2 and position <= $3 and type in ('payment.rejected', 'payment.cancelled')
            group by 1`,
    values: [merchantId, events.after, events.upTo],
  })
