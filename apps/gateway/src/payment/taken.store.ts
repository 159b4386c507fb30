import type { Currency, Merchant, Taken } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'

/** SQL: when the day or month of an instant began in Amsterdam. */
const beginOf = (unit: 'day' | 'month', at: string) =>
  `(date_trunc('${unit}', ${at} at time zone 'Europe/Amsterdam') at time zone 'Europe/Amsterdam')`

const live = 'p.merchant_id = $1 and p.currency = $2 and p.refused is null and not p.closed'

const takenInDay = `
  select coalesce(sum(p.amount_minor), 0)::bigint as day, 0::bigint as month from payments p
   where ${live} and p.created_at >= ${beginOf('day', '$3::timestamptz')}`

/** Whole days of the month are added up already, one after the other from its first; the rest is summed here. */
const takenInMonth = `
  with kept as (
    select coalesce(sum(minor), 0) as minor, max(day) as last from merchant_takings
     where merchant_id = $1 and currency = $2
       and day >= date_trunc('month', $3::timestamptz at time zone 'Europe/Amsterdam')::date)
  select coalesce(sum(p.amount_minor) filter (where p.created_at >= ${beginOf('day', '$3::timestamptz')}), 0)::bigint as day,
         (min(kept.minor) + coalesce(sum(p.amount_minor), 0))::bigint as month
    from kept left join payments p
      on ${live} and p.created_at >= coalesce((kept.last + 1)::timestamp at time zone 'Europe/Amsterdam',
                                              ${beginOf('month', '$3::timestamptz')})`

/**
 * What a merchant with a limit for a day or a month has taken in them before an instant. Until the transaction ends no other
 * payment of it is begun, so that two at once do not pass where only one may: its row of order numbers is locked for that.
 */
export const takenBefore = async (
  tx: Tx,
  { merchantId, monthLimits }: Pick<Merchant, 'merchantId' | 'monthLimits'>,
  currency: Currency,
  at: Date,
): Promise<Taken> => {
  await tx.run({
    name: 'lock_order_numbers',
    text: 'select from order_numbers where merchant_id = $1 for no key update',
    values: [merchantId],
  })
  const inMonth = monthLimits[currency] !== undefined
  const [taken] = await tx.run<Taken>({
    name: `taken_this_${inMonth ? 'month' : 'day'}`,
    text: inMonth ? takenInMonth : takenInDay,
    values: [merchantId, currency, at],
  })
  return taken ?? { day: 0n, month: 0n }
}
