import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, Repeat } from 'lucide-react'
import { Answered } from '../ui/answered.tsx'
import { Deed } from '../ui/deed.tsx'
import { timeText } from '../ui/format.ts'
import { type Look, StateBadge, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Delivery, type PaymentDetail, replayEvent, webhooksOf } from './api.ts'
import { Payload } from './messages.tsx'

const looks: Readonly<Record<Delivery['state'], Look>> = {
  pending: { icon: Repeat, role: 'waiting' },
  delivered: { icon: CircleCheck, role: 'good' },
  given_up: { icon: CircleX, role: 'bad' },
}

/** How the delivery of an event to an endpoint stands, and when it is tried next. */
export const DeliveryBadge = ({ of: { state, nextTryAt } }: { of: Pick<Delivery, 'state' | 'nextTryAt'> }) => (
  <StateBadge
    look={looks[state]}
    word={texts.onePayment.delivery[state](nextTryAt === null ? undefined : timeText(nextTryAt))}
  />
)

/** A delivery with its attempts, which are open to be read where `isOpen` says so. */
export const Delivered = ({ of, isOpen = false }: { of: Delivery; isOpen?: boolean }) => (
  <div className="what">
    <p className="row">
      <DeliveryBadge of={of} />
      <span className="mono">{of.url}</span>
    </p>
    {of.attempts.length > 0 && (
      <details open={isOpen}>
        <summary>{texts.onePayment.attempts(of.attempts.length)}</summary>
        <ol className="attempts">
          {of.attempts.map(({ attempt, at, status, answer, error, durationMs, keyId }) => (
            <li key={attempt}>
              <Time at={at} seconds /> {status === null ? error : `HTTP ${status}`} · {durationMs} ms
              {keyId !== null && ` · ${keyId}`}
              {answer !== null && answer !== '' && <pre className="payload">{answer}</pre>}
            </li>
          ))}
        </ol>
      </details>
    )}
  </div>
)

/** What the merchant was told about a payment, with every attempt, and how to tell it again. */
export const Webhooks = ({ payment, mayReplay }: { payment: PaymentDetail; mayReplay: boolean }) => (
  <section aria-labelledby="webhooks">
    <h2 id="webhooks">{texts.onePayment.webhooks}</h2>
    <Answered of={useQuery(webhooksOf(payment.paymentId))}>
      {(events) =>
        events.length === 0 ? (
          <p className="muted">{texts.onePayment.noWebhooks}</p>
        ) : (
          <ol className="trail" aria-labelledby="webhooks">
            {events.map(({ eventId, type, at, body, deliveries }) => (
              <li key={eventId}>
                <Time at={at} seconds />
                <strong>{type}</strong>
                {deliveries.length === 0 && <span className="what">{texts.onePayment.noEndpoint}</span>}
                {deliveries.map((delivery) => (
                  <Delivered key={delivery.endpointId} of={delivery} />
                ))}
                <Payload name={texts.onePayment.sentBody} text={body} />
                {mayReplay && (
                  <div className="what">
                    <Deed
                      name={texts.onePayment.replay(type)}
                      done={texts.onePayment.replayed}
                      run={() => replayEvent(payment.merchantId, eventId)}
                    >
                      <p>{texts.onePayment.replaySays}</p>
                    </Deed>
                  </div>
                )}
              </li>
            ))}
          </ol>
        )
      }
    </Answered>
  </section>
)
