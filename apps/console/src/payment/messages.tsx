import { useQuery } from '@tanstack/react-query'
import { Answered } from '../ui/answered.tsx'
import { Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Message, messagesOf } from './api.ts'

/** JSON with a line for each part; anything else as it is. */
const readable = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** A text that was sent or received, folded. */
export const Payload = ({ name, text }: { name: string; text: string | null }) =>
  text === null || text === '' ? null : (
    <details className="what">
      <summary>{name}</summary>
      <pre className="payload">{readable(text)}</pre>
    </details>
  )

const One = ({ of: { at, api, outcome, httpStatus, durationMs, request, response } }: { of: Message }) => (
  <li>
    <Time at={at} seconds />
    <span>
      <strong>{api}</strong> {outcome}{' '}
      <span className="muted">
        {[httpStatus === null ? '' : `HTTP ${httpStatus}`, durationMs === null ? '' : `${durationMs} ms`]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
    <Payload name={texts.onePayment.request} text={request} />
    <Payload name={texts.onePayment.answer} text={response} />
  </li>
)

/** What was said between Alipay+ and us about a payment, both ways, as it is kept. */
export const Messages = ({ paymentId }: { paymentId: string }) => (
  <section aria-labelledby="messages">
    <h2 id="messages">{texts.onePayment.messages}</h2>
    <Answered of={useQuery(messagesOf(paymentId))}>
      {(messages) =>
        messages.length === 0 ? (
          <p className="muted">{texts.onePayment.noMessages}</p>
        ) : (
          <ol className="trail" aria-labelledby="messages">
            {messages.map((message) => (
              <One key={message.messageId} of={message} />
            ))}
          </ol>
        )
      }
    </Answered>
  </section>
)
