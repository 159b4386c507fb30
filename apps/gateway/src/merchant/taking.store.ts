import type { DueQuery } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'

/** SQL: when a day begins in Amsterdam. */
const beginOf = (day: string) => `((${day})::timestamp at time zone 'Europe/Amsterdam')`

/** What was not paid by then has ended. */
const afterDay = `interval '1 hour'`

const limited = `merchants m cross join lateral jsonb_object_keys(m.month_limits) as currency
  cross join lateral (
    select max(t.day) as last from merchant_takings t where t.merchant_id = m.merchant_id and t.currency = currency) kept`

/** An hour after the end of a day that is not added up yet; at once, where none is. */
export const takingsDue: DueQuery = `
  select min(case when kept.last is null then timestamptz 'epoch' else ${beginOf('kept.last + 2')} + ${afterDay} end)
    from ${limited}`

/**
 * Adds up the days that are over at an instant and are not added up yet, of the month that is running and of its eve, for
 * merchants with a limit of a month. Answers how many there are.
 */
export const addUpTakings = async (db: Db, at: Date): Promise<number> => {
  const added = await db.write('chore.add_up_volumes', {
    text: `with days as (select (($1::timestamptz - ${afterDay}) at time zone 'Europe/Amsterdam')::date as today),
                wanted as (
                  select m.merchant_id, currency, day::date
                    from days cross join ${limited}
                   cross join lateral generate_series(
                     greatest(kept.last + 1, least(date_trunc('month', today)::date, today - 1)), today - 1, '1 day') as day)
           insert into merchant_takings (merchant_id, currency, day, minor)
           select w.merchant_id, w.currency, w.day, s.minor
             from wanted w cross join lateral (
               select coalesce(sum(p.amount_minor), 0)::bigint as minor from payments p
                where p.merchant_id = w.merchant_id and p.currency = w.currency
                  and p.created_at >= ${beginOf('w.day')} and p.created_at < ${beginOf('w.day + 1')}
                  and p.refused is null and not p.closed) s
           on conflict do nothing returning merchant_id`,
    values: [at],
  })
  return added.length
}
