import type { DueQuery } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'

/** SQL: the first day of the month of an instant in Amsterdam, and the instant at which a month begins there. */
const monthOf = (at: string) => `date_trunc('month', ${at} at time zone 'Europe/Amsterdam')`
const beginOf = (month: string) => `((${month})::timestamp at time zone 'Europe/Amsterdam')`

/** Captures of a month's last moment are committed by then; and a contract's version is known to gateways by then. */
const [afterMonth, notice] = [`interval '10 minutes'`, `interval '1 minute'`]

/** Whose prices depend on what was captured in the month before, by settlement currency, and from when on. */
const tiered = `
  select merchant_id, currency, min(valid_from) - ${notice} as begins from contract_prices
   where from_volume_minor > 0 group by merchant_id, currency`

/** Ten minutes after the end of a month that is not added up yet; the first time, before the first such price begins. */
export const monthsDue: DueQuery = `
  select min(case when v.last is null then t.begins else ${beginOf(`v.last + interval '2 months'`)} + ${afterMonth} end)
    from (${tiered}) t cross join lateral (
      select max(month) as last from merchant_volumes v where v.merchant_id = t.merchant_id and v.currency = t.currency) v`

/**
 * Adds up the month that is over at an instant, once, for merchants whose prices depend on it. Counts from a minute later on:
 * by then every gateway knows it. Answers how many sums there are.
 */
export const addUpVolumes = async (db: Db, at: Date): Promise<number> => {
  const added = await db.write('chore.add_up_volumes', {
    text: `with months as (select ${monthOf(`($1::timestamptz - ${afterMonth})`)} as running),
                wanted as (
                  select t.merchant_id, t.currency, (running - interval '1 month')::date as month,
                         ${beginOf(`running - interval '1 month'`)} as begins, ${beginOf('running')} as ends
                    from months cross join (${tiered}) t
                   where t.begins <= $1 and not exists (
                     select from merchant_volumes v where v.merchant_id = t.merchant_id and v.currency = t.currency
                        and v.month = (running - interval '1 month')::date))
           insert into merchant_volumes (merchant_id, month, currency, minor, applies_from)
           select w.merchant_id, w.month, w.currency, s.minor, $1::timestamptz + ${notice}
             from wanted w cross join lateral (
               select coalesce(sum(p.settlement_minor), 0)::bigint as minor from payments p
                where p.merchant_id = w.merchant_id and p.settlement_currency = w.currency
                  and p.created_at >= w.begins - interval '1 day' and p.created_at < w.ends
                  and p.captured and p.captured_at >= w.begins and p.captured_at < w.ends) s
           on conflict do nothing returning merchant_id`,
    values: [at],
  })
  return added.length
}
