import type { KeyObject } from 'node:crypto'
import { brokenField, decodeMessage, encodeMessage } from './encode.ts'
import type { InitiateEscalationRequest, InitiateRetrievalRequest, NotifyDisputeRequest } from './messages/dispute.ts'
import type { NotifyPaymentRequest } from './messages/notify-payment.ts'
import type { Result } from './messages/parts.ts'
import type { NotifyRegistrationStatusRequest } from './messages/registration.ts'
import { contentToSign, formatSignatureHeader, parseSignatureHeader, sign, verify } from './signature.ts'

/** Why a notification is not taken. */
export type RefusedBecause = 'missing_signature' | 'wrong_client' | 'unknown_key' | 'wrong_signature' | 'garbled_body'

type Refused = { readonly ok: false; readonly reason: RefusedBecause; readonly detail: string }

/** A genuine notification, or why it is none, with words for the log. */
export type ReadNotification<Notification = NotifyPaymentRequest> =
  | { readonly ok: true; readonly notification: Notification }
  | Refused

/** A message as it came to us: `uri` is the path (and query) at which it arrived, `headers` have lower-case names. */
export type Arrived = {
  readonly method: string
  readonly uri: string
  readonly headers: Readonly<Record<string, string>>
  /** The text before any parsing. */
  readonly rawBody: string
  readonly clientId: string
  readonly publicKey: (keyVersion: string) => KeyObject | undefined
}

const no = (reason: RefusedBecause, detail: string): Refused => ({ ok: false, reason, detail })

/** Reads a message of Alipay+ that has these fields. Refuses whatever Alipay+ did not sign. */
const readMessage = (
  { method, uri, headers, rawBody: body, clientId, ...arrived }: Arrived,
  needs: readonly string[],
): { readonly ok: true; readonly message: Record<string, unknown> } | Refused => {
  const signature = parseSignatureHeader(headers.signature ?? '')
  const time = headers['request-time']
  if (signature === undefined || time === undefined)
    return no('missing_signature', 'Signature or Request-Time is missing')
  if (headers['client-id'] !== clientId) return no('wrong_client', `Client-Id is "${headers['client-id'] ?? ''}"`)
  const publicKey = arrived.publicKey(signature.keyVersion)
  if (publicKey === undefined) return no('unknown_key', `no public key of version "${signature.keyVersion}"`)
  if (!verify(contentToSign({ method, uri, clientId, time, body }), signature.signature, publicKey)) {
    return no('wrong_signature', `signed with key version "${signature.keyVersion}"`)
  }
  const message = decodeMessage(body)
  if (message === undefined) return no('garbled_body', 'the body is no JSON object')
  const broken = brokenField(message)
  if (broken !== undefined) return no('garbled_body', `${broken} is malformed`)
  if (needs.some((name) => !message[name])) return no('garbled_body', `${needs.join(' or ')} is missing`)
  return { ok: true, message }
}

/** Reads a notification of what became of an order. */
export const readNotification = (arrived: Arrived): ReadNotification => {
  const read = readMessage(arrived, ['paymentRequestId', 'paymentResult'])
  return read.ok ? { ok: true, notification: read.message as unknown as NotifyPaymentRequest } : read
}

/** What is told of disputes. Source: initiateRetrieval, initiateEscalation; notifyDispute is our reading. */
export type DisputeMessage =
  | { readonly api: 'initiateRetrieval'; readonly message: InitiateRetrievalRequest }
  | { readonly api: 'initiateEscalation'; readonly message: InitiateEscalationRequest }
  | { readonly api: 'notifyDispute'; readonly message: NotifyDisputeRequest }

/** A genuine message about a dispute, or why it is none, with words for the log. */
export type ReadDisputeMessage = ({ readonly ok: true } & DisputeMessage) | Refused

const fieldsOf = {
  initiateRetrieval: [],
  initiateEscalation: ['disputeAmount'],
  notifyDispute: ['disputeNotificationType'],
} as const satisfies Record<DisputeMessage['api'], readonly string[]>

/** Reads a message about a dispute, which arrived where messages of this name do. */
export const readDisputeMessage = (api: DisputeMessage['api'], arrived: Arrived): ReadDisputeMessage => {
  const read = readMessage(arrived, ['disputeRequestId', 'paymentRequestId', ...fieldsOf[api]])
  return read.ok ? ({ ok: true, api, message: read.message } as unknown as ReadDisputeMessage) : read
}

/** Reads a notification of a merchant's registration. Refuses whatever Alipay+ did not sign. */
export const readRegistrationNotification = (arrived: Arrived): ReadNotification<NotifyRegistrationStatusRequest> => {
  const read = readMessage(arrived, ['registrationRequestId'])
  return read.ok ? { ok: true, notification: read.message as unknown as NotifyRegistrationStatusRequest } : read
}

/** Our signed answer to a notification. Source: the answer to notifyPayment must be signed as requests are. */
export const answerNotification = (answer: {
  readonly uri: string
  readonly clientId: string
  readonly time: Date
  readonly result: Result
  readonly signingKey: { readonly version: string; readonly privateKey: KeyObject }
}): { headers: Record<string, string>; body: string } => {
  const { uri, clientId, signingKey } = answer
  const time = answer.time.toISOString()
  const body = encodeMessage({ result: answer.result })
  const signature = sign(contentToSign({ method: 'POST', uri, clientId, time, body }), signingKey.privateKey)
  return {
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'client-id': clientId,
      'response-time': time,
      signature: formatSignatureHeader({ keyVersion: signingKey.version, signature }),
    },
    body,
  }
}
