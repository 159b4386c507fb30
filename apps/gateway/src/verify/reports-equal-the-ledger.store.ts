import { notOfSales } from '@silkgate/domain'
import { looksAtInvoices } from './invoices-equal-the-ledger.store.ts'
import { type Invariant, look } from './verdict.store.ts'

const available = "case t.credit when 'available' then t.minor else - t.minor end"
const ofSales = `not (case t.credit when 'available' then t.debit else t.credit end = any ($1))`

/** What each report says is due, and what the books say of the same part of them: all that changed it, or sales alone. */
const differing = `
  with said as (
    select r.merchant_id, r.name, s.currency, s.due::numeric as minor
      from reports r cross join lateral jsonb_to_recordset(r.totals) as s (currency text, due text)
     where r.ready_at is not null and r.invoice_number is null),
  booked as (
    select r.merchant_id, r.name, t.currency, sum(${available}) as minor
      from reports r join transfers t on t.merchant_id = r.merchant_id and t.position > r.from_position
                                     and t.position <= r.to_position
     where r.ready_at is not null and r.invoice_number is null and 'available' in (t.debit, t.credit)
       and (r.kind = 'financial' or ${ofSales})
     group by 1, 2, 3)
  select concat_ws(' ', merchant_id, name, currency) as id
    from said full join booked using (merchant_id, name, currency)
   where coalesce(said.minor, 0) <> coalesce(booked.minor, 0)`

/** Each report of a kind begins where the one of an earlier day ended; later versions cover what the first one does. */
const gaps = `
  select concat_ws(' ', merchant_id, kind, day) as id
    from (select merchant_id, kind, day, from_position, from_event,
                 lag(to_position, 1, 0::bigint) over earlier as before, lag(to_event, 1, 0::bigint) over earlier as before_event
            from (select distinct merchant_id, kind, day, from_position, to_position, from_event, to_event
                    from reports where invoice_number is null) d
          window earlier as (partition by merchant_id, kind order by day)) w
   where from_position <> before or from_event <> before_event`

export const reportsEqualTheLedger: Invariant = {
  number: 7,
  says:
    "every report's and invoice's totals equal the ledger's; no posting is in two reports of a kind, or in none between them, " +
    'and no number of an invoice is missing',
  check: (tx) =>
    look(
      tx,
      {
        looked: 'select count(*) from reports where ready_at is not null',
        broken: differing,
        values: [notOfSales],
      },
      { looked: 'select 0::bigint', broken: gaps },
      ...looksAtInvoices,
    ),
}
