import { Link } from '@tanstack/react-router'
import { amountText, dayText, timeText } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import type { PaymentDetail } from './api.ts'

/** One sentence: where the money of a payment is, and what stands in its way. */
export const Where = ({ payment: { where, amount, settlement } }: { payment: PaymentDetail }) => {
  const { at, day, until, remittanceId = '', breakId, owner, since, isOverdue = false } = where
  const say = texts.onePayment.where[at]
  return (
    <p className="lead">
      {say?.({
        amount: amountText(settlement ?? amount),
        day: day === undefined ? '' : dayText(day),
        until: until === undefined ? '' : timeText(until),
        remittanceId,
        isOverdue,
      })}
      {breakId !== undefined && (
        <>
          {' '}
          <Link to="/reconciliation/$breakId" params={{ breakId }}>
            {texts.onePayment.inTheWay(since === undefined ? '' : timeText(since), owner)}
          </Link>
        </>
      )}
    </p>
  )
}
