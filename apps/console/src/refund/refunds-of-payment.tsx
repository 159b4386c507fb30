import { useQuery } from '@tanstack/react-query'
import { me } from '../session/me.ts'
import { timeText } from '../ui/format.ts'
import { Figure, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import type { Refund } from './api.ts'
import { DecideRefund } from './decide-refund.tsx'
import { RefundBadge } from './refund-badge.tsx'

/** The refunds of one payment, the oldest first. */
export const RefundsOfPayment = ({ refunds }: { refunds: readonly Refund[] }) => {
  const { data: who } = useQuery(me)
  return (
    <section aria-labelledby="refunds">
      <h2 id="refunds">{texts.refunds.name}</h2>
      {refunds.length === 0 && <p className="muted">{texts.refunds.none}</p>}
      {refunds.length > 0 && (
        <ol className="trail" aria-labelledby="refunds">
          {refunds.map((refund) => (
            <li key={refund.refundId}>
              <Time at={refund.createdAt} seconds />
              <span className="row">
                <RefundBadge of={refund} />
                <span>
                  <Figure amount={refund.amount} />
                </span>
                <span>{refund.merchantReference}</span>
              </span>
              <span className="what">
                {texts.refunds.by(refund.askedBy)} {refund.reason} {refund.refusedBecause}
                {refund.unknownUntil !== undefined && texts.refunds.unknown(timeText(refund.unknownUntil))}
              </span>
              {refund.status === 'PENDING_APPROVAL' && who?.may.includes('payments.refund') && (
                <span className="what">
                  <DecideRefund of={refund} email={who.email} />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
