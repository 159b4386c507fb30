import type { KeyObject } from 'node:crypto'
import { brokenField, decodeMessage, encodeMessage } from './encode.ts'
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

/** What came: `uri` is the path (and query), `headers` have lower-case names, `rawBody` is the text before any parsing. */
type Arrived = {
  readonly method: string
  readonly uri: string
  readonly headers: Readonly<Record<string, string>>
  readonly rawBody: string
  readonly clientId: string
  readonly publicKey: (keyVersion: string) => KeyObject | undefined
}

const no = (reason: RefusedBecause, detail: string): Refused => ({ ok: false, reason, detail })

const readMessage = (arrived: Arrived): ReadNotification<Record<string, unknown>> => {
  const { method, uri, headers, rawBody: body, clientId } = arrived
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
  return broken === undefined ? { ok: true, notification: message } : no('garbled_body', `${broken} is malformed`)
}

/** Reads a notification of a payment. Refuses whatever Alipay+ did not sign. */
export const readNotification = (arrived: Arrived): ReadNotification => {
  const read = readMessage(arrived)
  if (!read.ok) return read
  const { notification } = read
  if (!notification.paymentRequestId || notification.paymentResult === undefined) {
    return no('garbled_body', 'paymentRequestId or paymentResult is missing')
  }
  return { ok: true, notification: notification as unknown as NotifyPaymentRequest }
}

/** Reads a notification of a merchant's registration. Refuses whatever Alipay+ did not sign. */
export const readRegistrationNotification = (arrived: Arrived): ReadNotification<NotifyRegistrationStatusRequest> => {
  const read = readMessage(arrived)
  if (!read.ok) return read
  const { notification } = read
  if (!notification.registrationRequestId) return no('garbled_body', 'registrationRequestId is missing')
  return { ok: true, notification: notification as unknown as NotifyRegistrationStatusRequest }
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
