import type { Db } from '../postgres/db.ts'
import type { BreakRow } from './break-list.store.ts'

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

const most = 20

/** How many days before and after are looked at; an amount may be a part, a tenth away, or 1000 of its smallest units. */
const nearDays = 15

/** Entries at the bank that nobody has explained, for a batch whose money has not come. */
const entriesNear = (db: Db, batchId: string): Promise<Candidate[]> =>
  db.read<Candidate>({
    text: `select 'entry' as is, e.entry_id as id, e.statement_id as within,
                  concat_ws(' ', e.counterparty, e.remittance, e.reference) as text, e.currency, e.minor,
                  e.value_day::text as day, e.minor - s.said_minor as "differenceMinor",
                  e.value_day - s.value_date as "daysApart"
             from settlement_batches s
             join bank_entries e on e.purpose is null and e.account_id in (
               select account_id from bank_accounts where purpose = 'safeguarding')
              and e.currency = s.currency and sign(e.minor) = sign(s.said_minor)
              and e.value_day between s.value_date - $2::int and s.value_date + $2::int
            where s.settlement_batch_id = $1
              and abs(e.minor) <= abs(s.said_minor) + greatest(abs(s.said_minor) / 10, 1000)
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
            where e.entry_id = $1 and s.said_minor <> 0
              and abs(s.said_minor) <= abs(e.minor) + greatest(abs(e.minor) / 10, 1000)
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
