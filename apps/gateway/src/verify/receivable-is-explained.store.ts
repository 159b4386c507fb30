import { bothSides } from '../ledger/index.ts'
import { type Invariant, look } from './verdict.store.ts'

/** Lines that agree, each with whether the money of its batch was found at the bank. */
const lines = `
  select l.*, exists (select from settlement_batch_parts part join settlement_batches b using (settlement_batch_id)
                       where part.clearing_batch_id = l.clearing_batch_id and b.settled_at is not null) as is_settled
    from report_lines l where l.outcome = 'agreed'`

const isSettled = (table: string, type: string, id: string) =>
  `exists (select from lines l where l.is_settled and l.merchant_id = ${table}.merchant_id and l.transaction_type = '${type}'
              and ${id})`

/** What Alipay+ still owes us by what happened: each payment, refund and dispute that no settled line has paid. */
const open = `
  select p.merchant_id, p.settlement_currency as currency, p.settlement_minor as minor from payments p
   where (p.captured or p.late_success_minor > 0) and p.settlement_minor is not null
     and not ${isSettled('p', 'PAYMENT', 'l.payment_id = p.payment_id')}
  union all
  select r.merchant_id, r.settlement_currency, - coalesce(r.settlement_minor, r.booked_minor) from refunds r
   where r.accepted and (not r.unpriced or r.settlement_minor is not null)
     and not ${isSettled('r', 'REFUND', 'l.transaction_request_id = r.refund_id')}
  union all
  select d.merchant_id, d.settlement_currency, - d.booked_minor from disputes d
   where d.outcome = 'lost'
     and not ${isSettled('d', 'CHARGEBACK', 'l.payment_id = d.payment_id and l.transaction_id = d.request_id')}
  union all
  select d.merchant_id, d.settlement_currency, d.booked_minor from disputes d
   where d.outcome = 'lost' and d.reversed
     and not ${isSettled('d', 'ADJUSTMENT', 'l.payment_id = d.payment_id and l.transaction_id = d.request_id')}
  union all
  select l.merchant_id, c.currency, - l.interchange_minor - l.service_minor
    from lines l join clearing_batches c using (clearing_batch_id) where not l.is_settled`

const unexplained = `
  with lines as materialized (${lines}),
       expected as (select merchant_id, currency, sum(minor) as minor from (${open}) o group by 1, 2),
       booked as (
         select t.merchant_id, t.currency, sum(s.minor) as minor from transfers t ${bothSides}
          where 'receivable' in (t.debit, t.credit) and s.account = 'receivable' group by 1, 2)
  select concat_ws(' ', 'merchant', merchant_id, currency, coalesce(b.minor, 0) - coalesce(e.minor, 0)) as id
    from expected e full join booked b using (merchant_id, currency)
   where coalesce(e.minor, 0) <> coalesce(b.minor, 0)`

export const receivableIsExplained: Invariant = {
  number: 6,
  says: 'what Alipay+ owes us is zero once all settlement is in: until then it is what no settled line has paid, to the unit',
  check: (tx) =>
    look(tx, { looked: "select count(*) from transfers where 'receivable' in (debit, credit)", broken: unexplained }),
}
