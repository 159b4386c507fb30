import type { Look } from './verdict.store.ts'

/** What was available at the cut-off of each remittance, by the postings up to it, and not by what was written down then. */
const available = `
  select remittance_id, minor from (
    select merchant_id, currency, remittance_id,
           sum(minor) over (partition by merchant_id, currency order by position, remittance_id nulls first)::bigint as minor
      from (select merchant_id, currency, position, null as remittance_id,
                   case credit when 'available' then minor else - minor end as minor
              from transfers where 'available' in (debit, credit) and position is not null
            union all
            select merchant_id, currency, cutoff_position, remittance_id, 0 from remittances) m) s
   where remittance_id is not null`

/** What was posted as remitted for each, less what was given back before the bank had paid. */
const remitted = `
  select merchant_id, about, sum(minor) as minor from transfers where reason = 'remitted' group by merchant_id, about`

/**
 * Each remittance is no more than was available at its cut-off and its contract allows, begins where the one before it ended, is
 * what its movements come to, kept back what is written down payment by payment, and is what was posted for it.
 */
export const remittancesWithinWhatWasAvailable: Look = {
  looked: 'select count(*) from remittances',
  broken: `
  with available as materialized (${available}), remitted as materialized (${remitted}),
       movements as materialized (
         select merchant_id, remittance_id, sum(minor) as minor from remittance_payments group by merchant_id, remittance_id),
       kept as (
         select merchant_id, remittance_id, sum(minor) as minor from remittance_kept group by merchant_id, remittance_id),
       spans as (
         select merchant_id, remittance_id,
                lag(cutoff_position, 1, 0::bigint) over (partition by merchant_id, currency order by remittance_id collate "C")
                  as ended
           from remittances)
  select concat_ws(' ', 'remittance', r.remittance_id) as id
    from remittances r
    left join available a using (remittance_id)
    left join remitted p on p.merchant_id = r.merchant_id and p.about = r.remittance_id
    left join movements m on m.merchant_id = r.merchant_id and m.remittance_id = r.remittance_id
    left join kept k on k.merchant_id = r.merchant_id and k.remittance_id = r.remittance_id
    left join spans s on s.merchant_id = r.merchant_id and s.remittance_id = r.remittance_id
   where r.minor > a.minor + r.allowed_negative or a.minor <> r.available_at_cutoff or s.ended <> r.after_position
      or r.minor is distinct from p.minor or coalesce(m.minor, 0) <> r.movements_minor
      or coalesce(k.minor, 0) <> r.kept_back_minor`,
}
