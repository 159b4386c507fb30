import { breakId, opensAgain } from '../break/index.ts'
import type { Db } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'

/** How many clearing batches a day of a currency has to have: one of each agreement of which any file until that day came. */
const batchesWanted = (currency: string, day: string) =>
  `(select count(*) from settlement_agreements a where a.currency = ${currency} and a.first_clearing_day <= ${day})`

/**
 * A day of a currency for which every agreement of the currency that began by then has its clearing batch. Which agreements
 * there are is known two hours after their files were due. It is looked at when its lines have changed, and else once a day,
 * for what was captured late.
 */
const completeDays = `
  select c.currency, c.clearing_day, min(c.clearing_batch_id collate "C") as clearing_batch_id, count(*) as batches
    from clearing_batches c
   where c.taken_at >= $1::timestamptz - interval '30 days'
     and (c.clearing_day + 1)::timestamp at time zone 'Asia/Shanghai' + interval '10 hours' <= $1
   group by c.currency, c.clearing_day
  having count(*) >= ${batchesWanted('c.currency', 'c.clearing_day')}
     and bool_or(c.looked_for_missing_at is null or c.looked_for_missing_at <= $1::timestamptz - interval '20 hours')`

const startOf = (day: string) => `(${day}::timestamp at time zone 'Asia/Shanghai')`

/** Whether every agreement of a currency has its clearing batch of a day. */
const isComplete = (currency: string, day: string) =>
  `(select count(*) from clearing_batches c where c.currency = ${currency} and c.clearing_day = ${day})
     >= ${batchesWanted(currency, day)}`

/** The day on which Alipay+ clears what happened at a time. */
const dayOf = (time: string) => `(${time} at time zone 'Asia/Shanghai')::date`
const paidAt = "coalesce((network ->> 'paymentTime')::timestamptz, captured_at)"

/** Whether a payment's or refund's day of a break b was complete only because an agreement was not known yet. */
const isEarly = `exists (
  select from (select ${dayOf(paidAt)} as first, 0 as more from payments
                where merchant_id = b.merchant_id and payment_id = b.about
               union all select ${dayOf('status_changed_at')}, 1 from refunds
                where merchant_id = b.merchant_id and refund_id = b.about) o
   where not ${isComplete('b.currency', 'o.first')} or not ${isComplete('b.currency', 'o.first + o.more')})`

/** Whether a quarantined row holds an id: then that row is the reason. */
const isQuarantined = (id: string) =>
  `exists (select from quarantined_rows q where q.resolved_at is null and position(${id} in q.raw) > 0)`

/** Payments about the time of a complete day without a line under their id; what is settled has one. */
const unnamed = `
  select p.merchant_id, p.payment_id, p.network, p.captured_at, p.settlement_minor, d.*
    from complete d
    join payments p on p.merchant_id = any (array(select merchant_id from merchants))
     and p.created_at >= (select ${startOf('min(clearing_day)')} - interval '1 hour' from complete)
     and p.created_at < (select ${startOf('(max(clearing_day) + 1)')} from complete)
     and p.created_at >= ${startOf('d.clearing_day')} - interval '1 hour' and p.created_at < ${startOf('(d.clearing_day + 1)')}
   where (p.captured or p.late_success_minor > 0) and not p.settled and p.settlement_currency = d.currency
     and not exists (select from report_lines l where l.merchant_id = p.merchant_id
                        and l.transaction_request_id = p.payment_id and l.transaction_type = 'PAYMENT')`

/** The time of a payment is read from JSON: of the few that have no line alone, hence the offset. */
const payments = `
  select merchant_id, payment_id, payment_id as about, clearing_batch_id, batches, currency, settlement_minor as minor,
         'PAYMENT' as type
    from (${unnamed} offset 0) u
   where ${dayOf(paidAt)} = clearing_day`

/**
 * When Alipay+ gave a refund back is not told to the second: a refund is looked for a day later, once both days are complete.
 */
const refunds = `
  select r.merchant_id, r.payment_id, r.refund_id as about, d.clearing_batch_id, d.batches, d.currency,
         - coalesce(r.settlement_minor, r.booked_minor) as minor, 'REFUND' as type
    from complete d
    join merchants m on d.currency = m.settlement_currency or d.currency = any (m.further_currencies)
    join refunds r on r.merchant_id = m.merchant_id and r.settlement_currency = d.currency
     and r.status_changed_at >= ${startOf('(d.clearing_day - 1)')} and r.status_changed_at < ${startOf('d.clearing_day')}
   where r.accepted
     and ${isComplete('d.currency', 'd.clearing_day - 1')}
     and not exists (select from report_lines l where l.merchant_id = r.merchant_id
                        and l.transaction_request_id = r.refund_id and l.transaction_type = 'REFUND')`

/**
 * Opens a break for each payment and refund of a complete clearing day that no line names; closes those that a line names by
 * now. A line that came under Alipay+'s id alone names its payment too. A day that an agreement is found to be missing from was
 * not complete: its breaks end, and are opened again once it is.
 */
export const openMissingLines = (db: Db, at: Date): Promise<unknown> =>
  db.transaction('reconcile.commit_breaks', async (tx) => {
    await planByIndexes(tx)
    await tx.run({
      text: `with complete as materialized (${completeDays}), missing as (${payments} union all ${refunds}),
             looked as (update clearing_batches c set looked_for_missing_at = $1 from complete d
                         where c.currency = d.currency and c.clearing_day = d.clearing_day)
             insert into breaks (break_id, kind, merchant_id, payment_id, about, clearing_batch_id, currency, minor, field, ours,
                                 theirs, opened_at)
             select ${breakId("'line_missing'", 'about')}, 'line_missing', merchant_id, payment_id, about,
                    case when batches = 1 then clearing_batch_id end, currency, - coalesce(minor, 0), 'line',
                    concat_ws(' ', type, about, minor, currency), 'none', $1
               from missing m
              where not ${isQuarantined('m.about')}
                and not exists (select from report_lines l where l.merchant_id = m.merchant_id
                                   and l.payment_id = m.payment_id and l.payment_id <> l.transaction_request_id
                                   and l.transaction_type = m.type and m.type = 'PAYMENT')
             ${opensAgain}`,
      values: [at],
    })
    await tx.run({
      text: `update breaks b set resolved_at = $1, resolution = 'agreed', reason = 'its line has come'
              where b.kind = 'line_missing' and b.resolved_at is null
                and (exists (select from report_lines l where l.merchant_id = b.merchant_id
                                and l.transaction_request_id = b.about)
                     or exists (select from report_lines l where l.merchant_id = b.merchant_id and l.payment_id = b.about
                                   and l.payment_id <> l.transaction_request_id and l.transaction_type = 'PAYMENT'))`,
      values: [at],
    })
    await tx.run({
      text: `update breaks b set resolved_at = $1, resolution = 'agreed', reason = 'its day is not all in'
              where b.kind = 'line_missing' and b.resolved_at is null and ${isEarly}`,
      values: [at],
    })
  })
