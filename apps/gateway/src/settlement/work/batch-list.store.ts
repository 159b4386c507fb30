import type { PageQuery } from '../../http/place.ts'
import type { Db, Row } from '../../postgres/db.ts'

export type BatchFilter = PageQuery & {
  readonly currency: string | undefined
  /** Only what is not paid yet, or has open breaks. */
  readonly isOpen: boolean
}

export type ListedBatch = {
  readonly batchId: string
  readonly kind: 'settlement' | 'clearing'
  readonly agreement: string
  readonly currency: string
  readonly day: string
  readonly netMinor: bigint
  readonly settledAt: Date | null
  readonly finishedAt: Date | null
  readonly parts: number
  readonly openBreaks: number
}

/** Settlement batches, and clearing batches that none of them settles yet; the latest first. */
export const pageOfBatches = (db: Db, { currency, isOpen, after, limit }: BatchFilter): Promise<ListedBatch[]> =>
  db.read<ListedBatch>({
    text: `select * from (
             select settlement_batch_id as "batchId", 'settlement' as kind, participant_agreement_id as agreement, currency,
                    settlement_date::text as day, said_minor as "netMinor", settled_at as "settledAt",
                    finished_at as "finishedAt",
                    (select count(*)::int from settlement_batch_parts p
                      where p.settlement_batch_id = s.settlement_batch_id) as parts,
                    (select count(*)::int from breaks x
                      where x.settlement_batch_id = s.settlement_batch_id and x.resolved_at is null) as "openBreaks"
               from settlement_batches s
             union all
             select clearing_batch_id, 'clearing', participant_agreement_id, currency, clearing_day::text, summary_net_minor,
                    null, null, 1,
                    (select count(*)::int from breaks x
                      where x.clearing_batch_id = c.clearing_batch_id and x.resolved_at is null)
               from clearing_batches c
              where not exists (select from settlement_batch_parts p where p.clearing_batch_id = c.clearing_batch_id)) b
            where ($1::text is null or currency = $1) and (not $2 or "settledAt" is null or "openBreaks" > 0)
              and ($3::text is null or (day, "batchId" collate "C") < ($3, $4::text collate "C"))
            order by day desc, "batchId" collate "C" desc limit $5`,
    values: [currency ?? null, isOpen, after?.at ?? null, after?.id ?? null, limit],
  })

/** A settlement batch, and the clearing batches that it settles; or a clearing batch alone, with what settles it. */
export const readBatch = async (db: Db, batchId: string) => {
  const values = [batchId]
  const [[settlement], clearing] = await Promise.all([
    db.read({
      text: `select settlement_batch_id as "batchId", participant_agreement_id as agreement, currency, file_id as "fileId",
                    said_minor as "saidMinor", settlement_date::text as "settlementDay", value_date::text as "valueDay",
                    settled_at as "settledAt", finished_at as "finishedAt"
               from settlement_batches
              where settlement_batch_id = $1
                 or settlement_batch_id = (select settlement_batch_id from settlement_batch_parts
                                            where clearing_batch_id = $1 order by 1 limit 1)`,
      values,
    }),
    db.read({
      text: `select c.clearing_batch_id as "batchId", c.participant_agreement_id as agreement, c.currency,
                    c.clearing_day::text as day, c.items_said as "itemsSaid", c.items_said_minor as "itemsSaidMinor",
                    c.items_read as "itemsRead", c.items_read_minor as "itemsReadMinor", c.fees_said_minor as "feesSaidMinor",
                    c.fees_read_minor as "feesReadMinor", c.summary_net_minor as "netMinor", c.items_file as "itemsFile",
                    c.fees_file as "feesFile", c.summary_file as "summaryFile"
               from clearing_batches c
              where c.clearing_batch_id = $1
                 or c.clearing_batch_id in (select clearing_batch_id from settlement_batch_parts where settlement_batch_id = $1)
              order by c.clearing_day, c.clearing_batch_id`,
      values,
    }),
  ])
  if (settlement === undefined && clearing.length === 0) return undefined
  const ids = clearing.map((one) => one.batchId)
  const settlementId = settlement?.batchId ?? null
  const [lines, entries, breaks] = await Promise.all([
    db.read({
      text: `select transaction_type as type, outcome, count(*) as lines, sum(settlement_minor)::bigint as "settlementMinor",
                    sum(interchange_minor + service_minor)::bigint as "feesMinor"
               from report_lines where clearing_batch_id = any($1) group by type, outcome order by type, outcome`,
      values: [ids],
    }),
    db.read({
      text: `select e.entry_id as "entryId", e.statement_id as "statementId", e.account_id as account, s.number as statement,
                    e.position, e.booking_day::text as "bookingDay", e.value_day::text as "valueDay", e.currency, r.minor, r.how
               from settlement_receipts r join bank_entries e using (entry_id) join bank_statements s using (statement_id)
              where r.settlement_batch_id = $1 order by e.value_day, e.entry_id`,
      values: [settlementId],
    }),
    db.read({
      text: `select break_id as "breakId", kind, about, currency, minor from breaks
              where (clearing_batch_id = any($1) or settlement_batch_id = $2) and resolved_at is null
              order by kind, about collate "C" limit 100`,
      values: [ids, settlementId],
    }),
  ])
  return { batchId, settlement: settlement ?? null, clearing, lines, entries, breaks } satisfies Row
}
