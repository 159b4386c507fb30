import type { Db, Row } from '../postgres/db.ts'

const openBreaksOf = (column: string, id: string) =>
  `(select count(*)::int from breaks x where x.${column} = ${id} and x.resolved_at is null)`

/** Settlement batches, and clearing batches that none of them settles yet; the latest first. Amounts in the smallest unit. */
export const listBatches = (db: Db, { currency, open }: { currency?: string; open?: boolean }): Promise<Row[]> =>
  db.read({
    text: `select * from (
             select settlement_batch_id as "batchId", 'settlement' as kind, participant_agreement_id as agreement, currency,
                    settlement_date::text as day, said_minor as "netMinor", settled_at as "settledAt",
                    (select array_agg(p.clearing_batch_id order by p.clearing_batch_id) from settlement_batch_parts p
                      where p.settlement_batch_id = s.settlement_batch_id) as "clearingBatches",
                    ${openBreaksOf('settlement_batch_id', 's.settlement_batch_id')} as "openBreaks"
               from settlement_batches s
             union all
             select clearing_batch_id, 'clearing', participant_agreement_id, currency, clearing_day::text, summary_net_minor,
                    null, null, ${openBreaksOf('clearing_batch_id', 'c.clearing_batch_id')}
               from clearing_batches c
              where not exists (select from settlement_batch_parts p where p.clearing_batch_id = c.clearing_batch_id)) b
            where ($1::text is null or currency = $1)
              and (not $2 or "settledAt" is null or "openBreaks" > 0) order by day desc, "batchId"`,
    values: [currency ?? null, open ?? false],
  })

/** A batch: its totals, its lines counted by type and outcome, and its open breaks; undefined where it is not in. */
export const showBatch = async (db: Db, batchId: string): Promise<Row | undefined> => {
  const values = [batchId]
  const [settlement, clearing] = await Promise.all([
    db.read({ text: 'select * from settlement_batches where settlement_batch_id = $1', values }),
    db.read({
      text: `select * from clearing_batches
              where clearing_batch_id = $1
                 or clearing_batch_id in (
                      select clearing_batch_id from settlement_batch_parts where settlement_batch_id = $1)
              order by clearing_batch_id`,
      values,
    }),
  ])
  if (settlement.length + clearing.length === 0) return undefined
  const lines = await db.read({
    text: `select transaction_type as type, outcome, count(*) as lines, sum(settlement_minor)::bigint as "settlementMinor",
                  sum(interchange_minor + service_minor)::bigint as "feesMinor"
             from report_lines where clearing_batch_id = any($1) group by type, outcome order by type, outcome`,
    values: [clearing.map((one) => one.clearing_batch_id)],
  })
  const breaks = await db.read({
    text: `select break_id as "breakId", kind, about, field, ours, theirs from breaks
            where (clearing_batch_id = any($1) or settlement_batch_id = $2) and resolved_at is null
            order by kind, about`,
    values: [clearing.map((one) => one.clearing_batch_id), batchId],
  })
  return { batchId, settlement: settlement[0], clearing, lines, breaks }
}

/** Rows that could not be read and that nobody has ended, of a file or of all. */
export const listQuarantine = (db: Db, fileId: string | undefined): Promise<Row[]> =>
  db.read({
    text: `select q.file_id as "fileId", f.name as file, q.file_row as row, q.file_column as column, q.reason, q.raw, q.at
             from quarantined_rows q join received_files f using (file_id)
            where ($1::text is null or q.file_id::text = $1) and q.resolved_at is null
            order by q.at, q.file_id, q.file_row`,
    values: [fileId ?? null],
  })

/** Reports that are overdue, and since when. For a clearing day: what our own books have captured for its currency. */
export const listMissing = (db: Db): Promise<Row[]> =>
  db.read({
    text: `with missing as (
             select split_part(about, ' ', 1) as kind, split_part(about, ' ', 2) as agreement,
                    split_part(about, ' ', 3)::date as day, currency, ours, opened_at
               from breaks where kind = 'file_missing' and resolved_at is null)
           select kind, agreement, day::text as day, currency, ours as due, opened_at as "missedAt",
                  case when kind = 'transactionItems' then (
                    select coalesce(sum(p.settlement_minor), 0)::bigint from payments p
                     where p.captured and p.settlement_currency = m.currency
                       and (coalesce((p.network ->> 'paymentTime')::timestamptz, p.captured_at)
                            at time zone 'Asia/Shanghai')::date = m.day
                       and not exists (select from report_lines l where l.merchant_id = p.merchant_id
                                          and l.transaction_request_id = p.payment_id and l.transaction_type = 'PAYMENT'))
                  end as "capturedUnreportedMinor"
             from missing m order by day, agreement, kind`,
    values: [],
  })
