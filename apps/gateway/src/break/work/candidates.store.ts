import type { Db } from '../../postgres/db.ts'
import type { BreakRow } from '../break-list.store.ts'

/** Something that may be the other side of a break, and how far it is from it. */
export type Candidate = {
  /** `entry` of the bank, settlement `batch`, or `payment`. */
  readonly is: 'entry' | 'batch' | 'payment'
  readonly id: string
  /** Where it is found: the statement of an entry. */
  readonly within: string | null
  readonly text: string
  readonly currency: string
  readonly minor: bigint
  readonly day: string
  /** Beyond what the break is about, in the smallest unit. */
  readonly differenceMinor: bigint
  readonly daysApart: number
}

const most = 5

/** How many days before and after are looked at; an amount may be a tenth away, or 1000 of its smallest units. */
const nearDays = 15

/** Entries at the bank that nobody has explained, for a batch whose money has not come. */
const entriesNear = (db: Db, batchId: string): Promise<Candidate[]> =>
  db.read<Candidate>({
    text: `select 'entry' as is, e.entry_id as id, e.statement_id as within,
                  concat_ws(' ', e.counterparty, e.remittance, e.reference) as text, e.currency, e.minor,
                  e.value_day::text as day, e.minor - s.said_minor as "differenceMinor",
                  e.value_day - s.value_date as "daysApart"
             from settlement_batches s
             join bank_entries e on e.purpose is null and e.currency = s.currency and sign(e.minor) = sign(s.said_minor)
              and e.value_day between s.value_date - $2::int and s.value_date + $2::int
            where s.settlement_batch_id = $1
              and abs(e.minor - s.said_minor) <= greatest(abs(s.said_minor) / 10, 1000)
            order by abs(e.minor - s.said_minor), abs(e.value_day - s.value_date), e.entry_id limit ${most}`,
    values: [batchId, nearDays],
  })

/** Settlement batches that are not paid, for an entry that nobody has explained. */
const batchesNear = (db: Db, entryId: string): Promise<Candidate[]> =>
  db.read<Candidate>({
    text: `select 'batch' as is, s.settlement_batch_id as id, null as within, s.participant_agreement_id as text, s.currency,
                  s.said_minor as minor, s.value_date::text as day, s.said_minor - e.minor as "differenceMinor",
                  s.value_date - e.value_day as "daysApart"
             from bank_entries e
             join settlement_batches s on s.settled_at is null and s.currency = e.currency and sign(e.minor) = sign(s.said_minor)
              and s.value_date between e.value_day - $2::int and e.value_day + $2::int
            where e.entry_id = $1 and abs(s.said_minor - e.minor) <= greatest(abs(e.minor) / 10, 1000)
            order by abs(s.said_minor - e.minor), abs(s.value_date - e.value_day), s.settlement_batch_id limit ${most}`,
    values: [entryId, nearDays],
  })

/** Captured payments of the line's day that no report has named, for a line about a payment that we do not know. */
const paymentsNear = (db: Db, clearingBatchId: string, about: string): Promise<Candidate[]> =>
  db.read<Candidate>({
    text: `select 'payment' as is, p.payment_id as id, null as within,
                  concat_ws(' ', p.merchant_reference, p.network ->> 'walletBrandName') as text,
                  p.settlement_currency as currency,
                  p.settlement_minor as minor, p.captured_at::date::text as day,
                  p.settlement_minor - l.settlement_minor as "differenceMinor",
                  p.captured_at::date - l.transaction_time::date as "daysApart"
             from report_lines l
             join clearing_batches c using (clearing_batch_id)
             cross join lateral (
               select * from payments p
                where p.captured and not p.settled and p.settlement_currency = c.currency
                  and p.captured_at between l.transaction_time - interval '1 day' and l.transaction_time + interval '1 day'
                  and abs(p.settlement_minor - l.settlement_minor) <= greatest(abs(l.settlement_minor) / 10, 1000)
                order by abs(p.settlement_minor - l.settlement_minor), p.payment_id limit ${most}) p
            where l.clearing_batch_id = $1 and l.transaction_type = 'PAYMENT'
              and concat_ws('/', l.clearing_batch_id, l.transaction_type, l.transaction_id) = $2`,
    values: [clearingBatchId, about],
  })

/** The nearest things that may be the other side of a break; none for kinds that have no other side. */
export const candidatesOf = async (db: Db, row: BreakRow): Promise<readonly Candidate[]> => {
  if (row.kind === 'money_missing' && row.settlement_batch_id !== null) return entriesNear(db, row.settlement_batch_id)
  if (row.kind === 'unknown_entry' && row.entry_id !== null) return batchesNear(db, row.entry_id)
  if (row.kind === 'unknown_transaction' && row.clearing_batch_id !== null) {
    return paymentsNear(db, row.clearing_batch_id, row.about)
  }
  return []
}

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
