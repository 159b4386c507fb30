import { type Invariant, look } from './verdict.store.ts'

const uncovered = `
  select concat_ws(' ', c.day, c.currency) as id from daily_checks c left join sweeps s using (day, currency)
   where c.owed - c.fees > c.safeguarded - coalesce(c.in_transit, 0) - c.swept + c.receivable + c.breaks
      or (c.in_transit is not null and c.swept <> coalesce(s.minor, 0))`

/** What is posted of a sweep is not what its statements said. */
const misposted = `
  select s.sweep_id as id from sweeps s
    left join (select about, sum(case debit when 'sweep_in_transit' then minor else - minor end) as moving from transfers
                where merchant_id = 0 and reason = 'sweep' group by about) t on t.about = s.sweep_id
   where coalesce(t.moving, 0) <> abs(s.minor)
           * (num_nonnulls(s.left_at) - num_nonnulls(s.arrived_at) - num_nonnulls(s.returned_at))`

export const moneyIsCovered: Invariant = {
  number: 9,
  says: 'after each daily sweep, what is owed to merchants, less our fees, is safeguarded, receivable, or an open break',
  check: (tx) =>
    look(
      tx,
      { looked: 'select count(*) from daily_checks', broken: uncovered },
      { looked: 'select count(*) from sweeps', broken: misposted },
    ),
}
