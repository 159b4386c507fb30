import type { Tx } from '../postgres/db.ts'
import type { Pair } from './run.store.ts'

/** What moved on a merchant's account `available` after the position $3 and up to $4; the last remittance's own aside. */
const moved = `
  select t.transfer_id, t.payment_id, t.about, t.reason, t.at,
         case t.credit when 'available' then t.minor else - t.minor end as minor
    from transfers t
   where t.merchant_id = $1 and t.currency = $2 and t.position > $3 and t.position <= $4
     and 'available' in (t.debit, t.credit) and t.reason <> all ('{remitted,reserve}')`

/** What is settled in sums, payment by payment: what each brought by then, and our fee of it. */
const settled = `
  select e.payment_id, e.at, coalesce(p.fee_minor, 0) as fee,
         (select coalesce(sum(case t.credit when 'pending' then t.minor else - t.minor end), 0) from transfers t
           where t.merchant_id = $1 and t.payment_id = e.payment_id and t.currency = $2
             and 'pending' in (t.debit, t.credit)) as kept
    from (select distinct about, at from moved where payment_id is null and reason in ('settled', 'fee')) batch
    cross join lateral (select distinct l.payment_id from report_lines l
                         where l.clearing_batch_id = batch.about and l.merchant_id = $1 and l.transaction_type = 'PAYMENT'
                           and l.payment_id is not null) l
    join payment_events e on e.merchant_id = $1 and e.payment_id = l.payment_id and e.name = 'settled' and e.at = batch.at
         and e.event ->> 'clearingBatchId' = batch.about
    join payments p on p.merchant_id = $1 and p.payment_id = l.payment_id and p.settlement_currency = $2`

/** SQL: movements (movement_id, kind, payment_id, about, minor, at), each with its sign. */
const movements = `
  with moved as materialized (${moved}), settled as materialized (${settled})
  select payment_id as movement_id, 'payment' as kind, payment_id, null::text as about, kept::bigint as minor, at
    from settled where kept <> 0
  union all
  select payment_id, 'fee', payment_id, null, - fee, at from settled where fee <> 0
  union all
  select transfer_id::text,
         case when reason like 'refund%' then 'refund'
              when reason like 'dispute%' then 'dispute'
              when reason = 'remittance rejected' then 'rejected'
              when reason = 'remittance returned' then 'returned'
              when reason = 'remittance cancelled' then 'cancelled'
              when reason = 'remitted after all' then 'remitted_after_all'
              when reason = 'reserve released' then 'reserve_released'
              when reason in ('fee VAT', 'fee VAT credited') then 'vat'
              when reason in ('fee credited', 'fee returned') then 'fee_given_back'
              else 'other' end,
         payment_id, about, minor, at
    from moved where payment_id is not null or reason not in ('settled', 'fee')`

type Span = Pair & { readonly after: bigint; readonly upTo: bigint }

const valuesOf = ({ merchantId, currency, after, upTo }: Span) => [merchantId, currency, after, upTo]

/** What became PAID within a span of positions. */
export const settledWithin = async (tx: Tx, span: Span): Promise<bigint> => {
  const [row] = await tx.run<{ minor: bigint }>({
    text: `with moved as (${moved}) select coalesce(sum(minor), 0)::bigint as minor from moved where reason = 'settled'`,
    values: valuesOf(span),
  })
  return row?.minor ?? 0n
}

/** Lists the movements of a span as those of a remittance; answers what they come to. */
export const listMovements = async (tx: Tx, span: Span, remittanceId: string): Promise<bigint> => {
  const [row] = await tx.run<{ minor: bigint }>({
    text: `with added as (
             insert into remittance_payments (merchant_id, remittance_id, movement_id, kind, payment_id, about, minor, at)
             select $1, $5, movement_id, kind, payment_id, about, minor, at from (${movements}) m returning minor)
           select coalesce(sum(minor), 0)::bigint as minor from added`,
    values: [...valuesOf(span), remittanceId],
  })
  return row?.minor ?? 0n
}

/** Remittances whose money came back and went into a later one: they say into which. */
export const carryInto = (tx: Tx, merchantId: string, remittanceId: string): Promise<unknown> =>
  tx.run({
    text: `update remittances r set carried_into = $2 from remittance_payments m
            where m.merchant_id = $1 and m.remittance_id = $2 and m.kind = any ('{rejected,returned,cancelled}')
              and r.merchant_id = $1 and r.remittance_id = m.about and r.status = any ('{rejected,returned,cancelled}')`,
    values: [merchantId, remittanceId],
  })
