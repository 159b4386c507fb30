import { coveredFees } from '../invoice/index.ts'
import type { Look } from './verdict.store.ts'

/** What each month's invoice says was taken, and what the fees come to that are in its cut and in no earlier one. */
const fees = `
  with covered as (
    select t.merchant_id, c.month, t.currency, sum(case t.credit when 'fee_revenue' then t.minor else - t.minor end) as minor
      from ${coveredFees} group by 1, 2, 3),
  billed as (select merchant_id, month, currency, net_minor as minor from invoices where kind = 'invoice')
  select concat_ws(' ', merchant_id, month, currency) as id
    from covered c full join billed b using (merchant_id, month, currency)
   where coalesce(c.minor, 0) <> coalesce(b.minor, 0)
     and (b.minor is not null
          or exists (select from invoice_cuts e where e.merchant_id = c.merchant_id and e.month = c.month and e.due_at is null))`

/** What invoices and credit notes say of VAT and of what was given back, and what was posted about them. */
const posted = `
  with said as (
    select merchant_id, number as about, currency, case kind when 'invoice' then vat_minor else - vat_minor end as vat,
           case kind when 'invoice' then 0 else net_minor end as credited from invoices),
  booked as (
    select merchant_id, about, currency,
           sum(case 'vat_payable' when credit then minor when debit then - minor else 0 end) as vat,
           sum(case reason when 'fee credited' then minor else 0 end) as credited
      from transfers where reason in ('fee VAT', 'fee credited', 'fee VAT credited') group by 1, 2, 3)
  select concat_ws(' ', merchant_id, about) as id from said s full join booked b using (merchant_id, about, currency)
   where coalesce(s.vat, 0) <> coalesce(b.vat, 0) or coalesce(s.credited, 0) <> coalesce(b.credited, 0)`

const filed = `
  select concat_ws(' ', r.merchant_id, r.name) as id
    from reports r left join invoices i on i.merchant_id = r.merchant_id and i.number = r.invoice_number
   where r.invoice_number is not null and r.ready_at is not null
     and (r.totals -> 0 ->> 'due')::numeric is distinct from
         case i.kind when 'invoice' then - i.net_minor - i.vat_minor else i.net_minor + i.vat_minor end`

const numbers = `
  select concat_ws(' ', series, year, kind) as id
    from (select series, year, kind, count(*) as count, count(distinct running) as running, max(running) as last
            from invoices group by 1, 2, 3) i full join invoice_numbers n using (series, year, kind)
   where n.last is null or coalesce(i.count, 0) <> n.last or i.running <> n.last or i.last <> n.last`

/** Invoices: what they come to is in the books, and no number is missing or there twice. */
export const looksAtInvoices: readonly Look[] = [
  { looked: 'select count(*) from invoices', broken: fees },
  { looked: 'select 0::bigint', broken: posted },
  { looked: 'select 0::bigint', broken: filed },
  { looked: 'select 0::bigint', broken: numbers },
]
