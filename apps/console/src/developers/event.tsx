import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { replayEvent } from '../payment/api.ts'
import { Delivered } from '../payment/webhooks.tsx'
import { Answered } from '../ui/answered.tsx'
import { Deed } from '../ui/deed.tsx'
import { Fact, Heading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { eventOf } from './api.ts'

/** One event: its body as it is sent, every attempt to deliver it, and how to send it again. */
export const Event = () => {
  const { merchantId, eventId } = useParams({ from: '/in/developers/events/$merchantId/$eventId' })
  const asked = useQuery(eventOf(merchantId, eventId))
  const title = asked.data?.type ?? texts.developers.event
  return (
    <>
      <Heading title={title}>{title}</Heading>
      <Answered of={asked} absent="INVALID_EVENT_ID">
        {({ type, at, paymentId, body, deliveries }) => (
          <div className="detail">
            <div>
              <Deed
                name={texts.onePayment.replay(type)}
                done={texts.onePayment.replayed}
                run={() => replayEvent(merchantId, eventId)}
              >
                <p>{texts.onePayment.replaySays}</p>
              </Deed>
              <h2>{texts.developers.delivery}</h2>
              {deliveries.length === 0 && <p className="muted">{texts.onePayment.noEndpoint}</p>}
              {deliveries.map((delivery) => (
                <Delivered key={delivery.endpointId} of={delivery} isOpen />
              ))}
              <h2>{texts.onePayment.sentBody}</h2>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
              <pre className="payload" tabIndex={0}>
                {body}
              </pre>
            </div>
            <dl className="facts" aria-label={texts.facts}>
              <Fact name={texts.developers.eventId}>
                <span className="mono">{eventId}</span>
              </Fact>
              <Fact name={texts.thePayment}>
                {paymentId !== null && (
                  <Link to="/payments/$paymentId" params={{ paymentId }} className="mono">
                    {paymentId}
                  </Link>
                )}
              </Fact>
              <Fact name={texts.merchant}>{merchantId}</Fact>
              <Fact name={texts.developers.happened}>
                <Time at={at} seconds />
              </Fact>
            </dl>
          </div>
        )}
      </Answered>
    </>
  )
}
