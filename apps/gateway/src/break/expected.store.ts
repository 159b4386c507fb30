import type { Db } from '../postgres/db.ts'

/** Money that is expected and has not come: no break while it is in time. */
export type Expected = {
  readonly what: 'settlement' | 'clearing' | 'remittance'
  readonly id: string
  readonly merchantId: bigint | null
  readonly currency: string
  readonly minor: bigint
  /** The day on which it is expected; null where only its report will say. */
  readonly day: string | null
  readonly overdueDays: number
  readonly breakId: string | null
}

/**
 * What is under way between Alipay+, the bank and us: settlement batches whose money has not come, clearing batches that none
 * settles, remittances whose debit is not on our statement. The most overdue first.
 */
export const listExpected = (
  db: Db,
  { today, after, limit }: { today: string; after: { at: string; id?: string | undefined } | undefined; limit: number },
): Promise<Expected[]> =>
  db.read<Expected>({
    text: `
    select * from (
      select 'settlement' as what, settlement_batch_id as id, null::bigint as "merchantId", currency, said_minor as minor,
             value_date::text as day, greatest($1::date - value_date, 0) as "overdueDays",
             (select b.break_id from breaks b where b.kind = 'money_missing' and b.resolved_at is null
                 and b.about = s.settlement_batch_id limit 1) as "breakId"
        from settlement_batches s where settled_at is null and said_minor <> 0
      union all
      select 'clearing', clearing_batch_id, null, currency, summary_net_minor, null, 0, null
        from clearing_batches c
       where not exists (select from settlement_batch_parts p where p.clearing_batch_id = c.clearing_batch_id)
         and summary_net_minor <> 0
      union all
      select 'remittance', remittance_id, merchant_id, currency, - minor, null, 0,
             (select b.break_id from breaks b where b.kind = 'remittance_overdue' and b.resolved_at is null
                 and b.about = r.remittance_id limit 1)
        from remittances r where status = any ('{sent,accepted}')) x
     where $2::text is null or (coalesce(day, '9999-12-31'), id collate "C") > ($2, $3::text collate "C")
     order by coalesce(day, '9999-12-31'), id collate "C" limit $4`,
    values: [today, after?.at ?? null, after?.id ?? null, limit],
  })
