import { captureEdges, noEdge, weeksCompared } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { paymentStatus } from '../postgres/payment-status.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'

/** SQL: the books' day of an instant, and the instant at which a day begins. */
const dayOf = (at: string) => `(${at} at time zone 'Europe/Amsterdam')::date`
const beginOf = (day: string) => `((${day})::timestamp at time zone 'Europe/Amsterdam')`

const merchantsAtOnce = 1_000

/** SQL: merchants whose payments are not counted, or to whose payments something has happened since. */
const behind = `
  select m.merchant_id, c.position as counted, coalesce(p.last, 0) as last
    from merchants m left join payments_counted c using (merchant_id) left join event_positions p using (merchant_id)
   where c.position is null or p.last > c.position`

/**
 * The days to count: of a merchant that is new here, all that it may have payments of; otherwise those of payments that events
 * after the last count are about. Each change of a payment's status is an event.
 */
const daysToCount = `
  with behind as (${behind} limit ${merchantsAtOnce})
  select b.merchant_id, b.last, to_json(array(
    select d::date::text from (select ${dayOf('min(created_at)')} as first, ${dayOf('max(created_at)')} as last
                           from payments where merchant_id = b.merchant_id) whole,
           generate_series(whole.first, whole.last, interval '1 day') d
     where b.counted is null
    union
    select ${dayOf('p.created_at')}::text
      from webhook_events e join payments p on p.merchant_id = e.merchant_id and p.payment_id = e.payment_id
     where e.merchant_id = b.merchant_id and e.position > b.counted and e.position <= b.last)) as days
    from behind b`

const statuses = ['CREATED', 'REDIRECTED', 'CAPTURED', 'PAID', 'REFUNDED', 'REJECTED', 'CANCELLED']
const columns = statuses.map((status) => status.toLowerCase())

/** SQL: payments p of merchants and days in $1. */
const payments = `
  json_to_recordset($1) as r (merchant_id bigint, day date)
    join payments p on p.merchant_id = r.merchant_id
                   and p.created_at >= ${beginOf('r.day')} and p.created_at < ${beginOf('r.day + 1')}`

const countOf = (status: string): string => `count(*) filter (where status = '${status}')`

const countDays = `
  insert into payment_days (merchant_id, day, currency, wallet, ${columns.join(', ')}, sent, captured_minor)
  select merchant_id, day, currency, wallet, ${statuses.map(countOf).join(', ')},
         count(*) filter (where is_sent), coalesce(sum(amount_minor) filter (where captured), 0)
    from (select r.merchant_id, r.day, p.currency, coalesce(p.network ->> 'walletBrandName', '') as wallet, p.captured,
                 p.amount_minor, p.redirect_url is not null as is_sent, ${paymentStatus} as status
            from ${payments}) found
   group by 1, 2, 3, 4`

const countTimes = `
  insert into capture_times (merchant_id, day, currency, under_s, payments)
  select r.merchant_id, r.day, p.currency,
         ($2::int[])[width_bucket(extract(epoch from p.captured_at - p.created_at), $3::numeric[]) + 1], count(*)
    from ${payments} where p.captured group by 1, 2, 3, 4`

/** Hours are kept of the days that today is held against, and of a week more. */
const isRecent = (day: string, at: string) => `${day} > ${dayOf(at)} - ${7 * (weeksCompared + 1)}`

const countHours = `
  insert into payment_hours (merchant_id, day, hour, currency, created, captured)
  select merchant_id, day, hour, currency, count(*), count(*) filter (where status in ('CAPTURED', 'PAID', 'REFUNDED'))
    from (select r.merchant_id, r.day, extract(hour from p.created_at at time zone 'Europe/Amsterdam') as hour, p.currency,
                 ${paymentStatus} as status
            from ${payments} where ${isRecent('r.day', '$2::timestamptz')}) found
   group by 1, 2, 3, 4`

const sums = [...columns, 'sent', 'captured_minor']

const forAll = [
  `delete from payment_days where merchant_id = 0 and day = any ($1::date[])`,
  `insert into payment_days (merchant_id, day, currency, wallet, ${sums.join(', ')})
   select 0, day, currency, wallet, ${sums.map((column) => `sum(${column})`).join(', ')}
     from payment_days where merchant_id <> 0 and day = any ($1::date[]) group by day, currency, wallet`,
  `delete from capture_times where merchant_id = 0 and day = any ($1::date[])`,
  `insert into capture_times (merchant_id, day, currency, under_s, payments)
   select 0, day, currency, under_s, sum(payments)
     from capture_times where merchant_id <> 0 and day = any ($1::date[]) group by day, currency, under_s`,
  `delete from payment_hours where merchant_id = 0 and day = any ($1::date[])`,
  `insert into payment_hours (merchant_id, day, hour, currency, created, captured)
   select 0, day, hour, currency, sum(created), sum(captured)
     from payment_hours where merchant_id <> 0 and day = any ($1::date[]) group by day, hour, currency`,
]

const deleteOf = (table: string) =>
  `delete from ${table} d using json_to_recordset($1) as r (merchant_id bigint, day date)
    where d.merchant_id = r.merchant_id and d.day = r.day`

type Behind = { readonly merchant_id: bigint; readonly last: bigint; readonly days: readonly string[] }

const isBehind = async (db: Db): Promise<boolean> =>
  (await db.read({ name: 'payments_to_count', text: `${behind} limit 1`, values: [] })).length > 0

const countAnew = async (tx: Tx, found: readonly Behind[], at: Date): Promise<void> => {
  const pairs = found.flatMap(({ merchant_id, days }) =>
    days.map((day) => ({ merchant_id: merchant_id.toString(), day })),
  )
  const ends = [...captureEdges.slice(1), noEdge]
  const given = [JSON.stringify(pairs)]
  await tx.run({ text: deleteOf('payment_days'), values: given })
  await tx.run({ text: countDays, values: given })
  await tx.run({ text: deleteOf('capture_times'), values: given })
  await tx.run({ text: countTimes, values: [...given, ends, captureEdges.slice(1)] })
  await tx.run({ text: deleteOf('payment_hours'), values: given })
  await tx.run({ text: countHours, values: [...given, at] })
  await tx.run({ text: `delete from payment_hours where not ${isRecent('day', '$1::timestamptz')}`, values: [at] })
  const days = [...new Set(pairs.map(({ day }) => day))]
  for (const text of forAll) await tx.run({ text, values: [days] })
}

/** Counts the payments of every day of which something is new; answers of how many merchants there was any. */
export const countPayments = async (db: Db, at: Date): Promise<number> => {
  if (!(await isBehind(db))) return 0
  return db.transaction('chore.count_payments', async (tx) => {
    await planByIndexes(tx)
    await tx.run({
      text: `insert into payments_counted (merchant_id, position, at) values (0, 0, $1)
             on conflict (merchant_id) do update set at = excluded.at`,
      values: [at],
    })
    const found = await tx.run<Behind>({ text: daysToCount, values: [] })
    if (found.some(({ days }) => days.length > 0)) await countAnew(tx, found, at)
    await tx.run({
      text: `insert into payments_counted (merchant_id, position, at)
             select merchant_id, last, $2 from json_to_recordset($1) as r (merchant_id bigint, last bigint)
             on conflict (merchant_id) do update set position = excluded.position, at = excluded.at`,
      values: [
        JSON.stringify(found.map(({ merchant_id, last }) => ({ merchant_id: `${merchant_id}`, last: `${last}` }))),
        at,
      ],
    })
    return found.length
  })
}
