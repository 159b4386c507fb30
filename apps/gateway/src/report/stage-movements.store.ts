import { type MerchantId, notOfSales, wxRules, wxTypes } from '@silkgate/domain'
import type { Row, Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'
import type { Range, ReportTotal } from './report.store.ts'

/** Whose movements, and which of them: positions of postings and of events. */
export type Span = { readonly merchantId: MerchantId; readonly positions: Range; readonly events: Range }

/**
 * One row for each record of the WX file, in the order in which they are told. Amounts are in the smallest unit of their
 * currency: `minor` in that of settlement, positive where it is to the merchant; `local_minor` in that of the payment.
 */
const columns = `code, is_correction, paid_in, paid_at, payment_id, object_id, at, currency, minor, local_currency, local_minor,
  status, reference, order_id, country, original_minor`

/** Runs a statement whose first parameters are the merchant and the positions. */
type Run = <T extends Row>(text: string, ...more: unknown[]) => Promise<T[]>

const rules = `json_to_recordset($4) as rule (reason text, debit text, credit text, is_paid boolean, code text)`

const ruleRows = JSON.stringify(wxRules.map(({ isPaid, ...rule }) => ({ ...rule, is_paid: isPaid })))

/**
 * SQL: what a record says beside its code, of a transfer t and its payment p; where it is about one, of its refund r or dispute
 * d.
 */
const told = (isAbout: boolean): string => {
  const amount = isAbout ? 'coalesce(r.amount_minor, d.taken_minor, p.amount_minor, 0)' : 'coalesce(p.amount_minor, 0)'
  const status = !isAbout
    ? ''
    : `when r.refund_id is not null
       then case when r.refused_because is not null and t.reason = 'refund undone' then 1850
                 when t.reason = 'refund undone' then 99999
                 when exists (select from transfers a where a.merchant_id = t.merchant_id and a.about = t.about
                                 and a.reason = 'refund accepted' and a.position <= $3) then 1800
                 else 800 end
       when d.dispute_id is not null then case when t.reason = 'dispute lost' then 1520 else 1000 end`
  return `
  t.payment_id, t.about, t.at, t.currency,
  case when t.debit in ('pending', 'available') then - t.minor else t.minor end,
  coalesce(p.currency, t.currency),
  case when t.reason = 'refund rate' then 0
       when t.debit in ('pending', 'available') then - ${amount} else ${amount} end,
  case ${status} when rule.is_paid then 1000 else 800 end,
  coalesce(p.merchant_reference, left(t.payment_id, 20), t.about), p.merchant_order_id,
  p.request ->> 'countryCode', p.amount_minor`
}

const coded = `
  join ${rules} on rule.reason = case when t.reason = any ($5) then t.reason else '' end
                  and rule.debit = t.debit and rule.credit = t.credit`

const facts = `${coded}
  left join payments p on p.merchant_id = t.merchant_id and p.payment_id = t.payment_id
  left join refunds r on r.merchant_id = t.merchant_id and r.refund_id = t.about
  left join disputes d on d.merchant_id = t.merchant_id and d.dispute_id = t.about`

const inRange = 't.merchant_id = $1 and t.position > $2 and t.position <= $3'

const happened = (isAbout: boolean): string =>
  `select t.position, rule.code, rule.code in ('+IP', '-IP'), null::text, null::timestamptz, ${told(isAbout)} from transfers t`

/** What happened about refunds, disputes and batches, each looked up by its index. */
const happenedAbout = `
  create temp table happened (position, ${columns}) on commit drop as
  ${happened(true)} ${facts}
   where ${inRange} and not rule.is_paid and t.about is not null`

/** Whether payments were paid, and the first and the last payment of those that anything else happened to. */
const lookText = `
  select min(payment_id) filter (where about is null) as first, max(payment_id) filter (where about is null) as last,
         coalesce(bool_or(reason in ('settled', 'fee')), false) as is_paid
    from transfers t where ${inRange}`

type Look = { first: string | null; last: string | null; is_paid: boolean }

/** What happened, as it was posted. A table that is made of its rows is filled in half the time that inserting them takes. */
const happenedAll = `
  create temp table movements on commit drop as
  select ${columns}
    from (${happened(false)} ${coded}
            left join payments p on p.merchant_id = t.merchant_id and p.payment_id = t.payment_id
                                and p.merchant_id = $1 and p.payment_id between $6 and $7
           where ${inRange} and not rule.is_paid and t.about is null
          union all select * from happened) h (position, ${columns})
   order by position`

/** A payment's number among those of its merchant, at most. */
const orderNumber = (paymentId: string): bigint => BigInt(paymentId.slice(10, 20))

/** How many payments for each posting are read at most, where they are read one after the other. */
const readForOne = 4n

const nestedLoops = (value: 'on' | 'off') => ({
  text: `select set_config('enable_nestloop', $1, true)`,
  values: [value],
})

/**
 * Stages what happened. Payments of a day have numbers that follow one another: they are read in one go, rather than each looked
 * up for its posting, which takes twice as long. Where their numbers lie far apart, they are looked up.
 */
const stageHappened = async (tx: Tx, run: Run, { after, upTo }: Range, { first, last }: Look): Promise<void> => {
  const known = Object.keys(wxTypes)
  await run(happenedAbout, ruleRows, known)
  const isDense = first && last && orderNumber(last) - orderNumber(first) <= readForOne * (upTo - after)
  if (isDense) await tx.run(nestedLoops('off'))
  await run(happenedAll, ruleRows, known, first ?? '', last ?? '')
  if (isDense) await tx.run(nestedLoops('on'))
}

/** Payments that became PAID: for each, all that was pending for it, which is due now. */
const paid = `
  insert into movements
  select rule.code, rule.code = '-IP', g.about, g.paid_at, ${told(true)}
    from (select distinct batch.about, batch.at as paid_at, l.payment_id
            from (select distinct about, at from transfers t
                   where ${inRange} and reason in ('settled', 'fee') and payment_id is null) batch
            join report_lines l on l.merchant_id = $1 and l.clearing_batch_id = batch.about and l.transaction_type = 'PAYMENT'
            join payment_events e on e.merchant_id = $1 and e.payment_id = l.payment_id and e.name = 'settled'
                                 and e.at = batch.at and e.event ->> 'clearingBatchId' = batch.about) g
    join transfers t on t.merchant_id = $1 and t.payment_id = g.payment_id ${facts}
   where rule.is_paid
   order by g.paid_at, g.about collate "C", g.payment_id collate "C", t.position, t.transfer_id`

/** Where the books made more due, or less, than is told of the payments, the difference is told too. */
const corrections = `
  with booked as (
    select t.about, t.at, t.currency, sum(case when t.credit = 'available' then t.minor else - t.minor end) as minor
      from transfers t where ${inRange} and t.reason = 'settled' group by 1, 2, 3),
  said as (select paid_in as about, paid_at as at, currency, sum(minor) as minor from movements
            where paid_in is not null group by 1, 2, 3)
  insert into movements
    (code, is_correction, paid_in, paid_at, at, currency, minor, local_currency, local_minor, status, reference)
  select case when diff > 0 then '+IP' else '-IP' end, true, about, at, at, currency, diff, currency, diff, 1000, about
    from (select about, at, currency, (coalesce(b.minor, 0) - coalesce(s.minor, 0))::bigint as diff
            from booked b full join said s using (about, at, currency)) f
   where diff <> 0 order by at, about collate "C", currency`

/**
 * Fills the temporary table `movements` with what a merchant is told of a part of its books; it is gone with the transaction. A
 * table that is filled once and never changed is read in the order in which it was filled.
 */
export const stageMovements = async (tx: Tx, { merchantId, positions }: Span): Promise<void> => {
  const run: Run = (text, ...more) => tx.run({ text, values: [merchantId, positions.after, positions.upTo, ...more] })
  await tx.run({ text: `select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`, values: [] })
  await planByIndexes(tx)
  const [look] = await run<Look>(lookText)
  if (look === undefined) return
  await stageHappened(tx, run, positions, look)
  if (!look.is_paid) return
  await run(paid, ruleRows, Object.keys(wxTypes))
  await run(corrections)
}

/** How many records there are of a code, and which of them only correct others. */
export type Count = { readonly of: string; readonly count: bigint }

export type Summary = {
  readonly totals: readonly ReportTotal[]
  readonly counts: readonly Count[]
  /** All that amounts are in. */
  readonly currencies: readonly string[]
  readonly rows: bigint
}

type SumRow = {
  code: string
  is_correction: boolean
  currency: string
  local_currency: string
  count: bigint
  minor: bigint
}

const totalOf = (currency: string, sums: readonly SumRow[]): ReportTotal => {
  const come = (isOne: (code: string) => boolean): bigint =>
    sums.reduce((sum, { code, minor }) => (isOne(code) ? sum + minor : sum), 0n)
  return {
    currency,
    credited: `${come((code) => code.startsWith('+'))}`,
    debited: `${-come((code) => code.startsWith('-'))}`,
    due: `${come((code) => !code.startsWith('X'))}`,
  }
}

/** What the staged movements come to, and what else happened to payments. */
export const summaryOf = async (tx: Tx, { merchantId, events }: Span): Promise<Summary> => {
  const sums = await tx.run<SumRow>({
    text: `select code, is_correction, currency, local_currency, count(*) as count, sum(minor)::bigint as minor
             from movements group by 1, 2, 3, 4 order by currency collate "C"`,
    values: [],
  })
  const told = await tx.run<Count>({
    text: `select type as of, count(*) as count from webhook_events
            where merchant_id = $1 and position > $2 and position <= $3 and type in ('payment.rejected', 'payment.cancelled')
            group by 1`,
    values: [merchantId, events.after, events.upTo],
  })
  return {
    totals: [...Map.groupBy(sums, ({ currency }) => currency)].map(([currency, its]) => totalOf(currency, its)),
    counts: [
      ...sums.map(({ code, is_correction, count }) => ({ of: is_correction ? 'correction' : code, count })),
      ...told,
    ],
    currencies: [...new Set(sums.flatMap((one) => [one.currency, one.local_currency]))],
    rows: sums.reduce((sum, { count }) => sum + count, 0n),
  }
}

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
