import type { Currency, Merchant, Taken } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'

/** SQL: when the day or month of an instant began in Amsterdam. */
const beginOf = (unit: 'day' | 'month', at: string) =>
  `(date_trunc('${unit}', ${at} at time zone 'Europe/Amsterdam') at time zone 'Europe/Amsterdam')`

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
  const unit = monthLimits[currency] === undefined ? 'day' : 'month'
  const [taken] = await tx.run<Taken>({
    name: `taken_this_${unit}`,
    text: `select coalesce(sum(amount_minor) filter (where created_at >= ${beginOf('day', '$3::timestamptz')}), 0)::bigint as day,
                  coalesce(sum(amount_minor), 0)::bigint as month
             from payments
            where merchant_id = $1 and currency = $2 and created_at >= ${beginOf(unit, '$3::timestamptz')}
              and refused is null and not closed`,
    values: [merchantId, currency, at],
  })
  return taken ?? { day: 0n, month: 0n }
}
