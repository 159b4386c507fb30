import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { Fact, Heading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { callOf, docsOf } from './call-api.ts'
import { CallState } from './call-list.tsx'
import { DiagnosisOf } from './diagnosis.tsx'

const Body = ({ name, text }: { name: string; text: string | null }) => (
  <section>
    <h2>{name}</h2>
    {text === null ? (
      <p className="muted">{texts.developers.calls.noBody}</p>
    ) : (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      <pre className="payload" tabIndex={0}>
        {text}
      </pre>
    )}
  </section>
)

/** One call: what was asked, what was answered, and why it was refused where that was for its signature. */
export const OneCall = () => {
  const { merchantId, callId } = useParams({ from: '/in/developers/calls/$merchantId/$callId' })
  const asked = useQuery(callOf(merchantId, callId))
  const { calls } = texts.developers
  const title = asked.data === undefined ? calls.one : `${asked.data.method} ${asked.data.path}`
  return (
    <>
      <Heading title={title}>
        <span className="wrap">{title}</span>
      </Heading>
      <Answered of={asked} absent="INVALID_CALL_ID">
        {(call) => {
          const paymentId = /\d{30}/.exec(call.path)?.[0]
          return (
            <div className="detail">
              <div>
                <p className="row level">
                  <CallState of={call} />
                  {call.error !== null && <a href={docsOf(call.error)}>{calls.whatItMeans}</a>}
                </p>
                {call.diagnosis !== undefined && <DiagnosisOf of={call.diagnosis} />}
                <p className="muted">{calls.masked}</p>
                <Body name={texts.onePayment.request} text={call.request} />
                <Body name={texts.onePayment.answer} text={call.answer} />
              </div>
              <dl className="facts" aria-label={texts.facts}>
                <Fact name={calls.requestId}>
                  <span className="mono wrap">{call.callId}</span>
                </Fact>
                <Fact name={calls.idempotenceKey}>
                  {call.idempotenceKey && <span className="mono wrap">{call.idempotenceKey}</span>}
                </Fact>
                <Fact name={calls.happened}>
                  <Time at={call.at} seconds />
                </Fact>
                <Fact name={calls.duration}>{`${call.durationMs} ms`}</Fact>
                <Fact name={calls.operation}>
                  <span className="mono">{call.operation}</span>
                </Fact>
                <Fact name={calls.query}>{call.query && <span className="mono wrap">{call.query}</span>}</Fact>
                <Fact name={calls.key}>
                  {call.apiKeyId === null ? calls.nobody : <span className="mono">{call.apiKeyId}</span>}
                </Fact>
                <Fact name={calls.address}>
                  <span className="mono">{call.address}</span>
                </Fact>
                <Fact name={texts.merchant}>{call.merchantId}</Fact>
                <Fact name={texts.thePayment}>
                  {paymentId !== undefined && (
                    <Link to="/payments/$paymentId" params={{ paymentId }} className="mono wrap">
                      {paymentId}
                    </Link>
                  )}
                </Fact>
              </dl>
            </div>
          )
        }}
      </Answered>
    </>
  )
}
