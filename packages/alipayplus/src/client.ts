import { type KeyObject, sign as signBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { type Classified, classifyResult, type ResultKind } from './codes.ts'
import { brokenField, decodeMessage, encodeMessage } from './encode.ts'
import type { CancelPaymentRequest, CancelPaymentResponse } from './messages/cancel-payment.ts'
import type { ConsultPaymentRequest, ConsultPaymentResponse } from './messages/consult-payment.ts'
import type { DisputeResponse, ResponseEscalationRequest, ResponseRetrievalRequest } from './messages/dispute.ts'
import type { InquiryPaymentRequest, InquiryPaymentResponse } from './messages/inquiry-payment.ts'
import type { Result } from './messages/parts.ts'
import type { PayRequest, PayResponse } from './messages/pay.ts'
import type { RefundRequest, RefundResponse } from './messages/refund.ts'
import type {
  InquiryRegistrationStatusRequest,
  InquiryRegistrationStatusResponse,
  RegistrationRequest,
  RegistrationResponse,
} from './messages/registration.ts'
import { fetchSend, type Send } from './send.ts'
import { contentToSign, formatSignatureHeader, parseSignatureHeader, verify } from './signature.ts'

/** Why an outcome is unknown, where it was not Alipay+ itself that said so. */
export type UnknownBecause =
  | 'timeout'
  | 'connection'
  | 'http_status'
  | 'empty_body'
  | 'garbled_body'
  | 'signature'
  | 'unknown_key'
  | 'other_order'
  | 'status'
  | 'code'

/** What went over the wire, for the record. */
export type Exchange = {
  readonly api: string
  readonly url: string
  readonly requestTime: string
  readonly requestBody: string
  readonly httpStatus: number | undefined
  readonly responseBody: string | undefined
  readonly durationMs: number
  readonly error: string | undefined
}

/**
 * What a call came to. S and F are explicit answers with a code we know, in a body that Alipay+ signed; everything else
 * is U, and then `unknownBecause` says why where it was not Alipay+ itself that said so.
 */
export type Answer<Body> = {
  readonly status: 'S' | 'F' | 'U'
  readonly code: string
  readonly kind: ResultKind
  readonly message: string
  readonly body: Body | undefined
  readonly unknownBecause?: UnknownBecause
  readonly exchange: Exchange
}

/** What a client needs. What can be left out is there for tests, and for programs with a clock or a network of their own. */
export type ClientOptions = {
  /** Scheme, host and port; with the sandbox's prefix where it has one. */
  readonly baseUrl: string
  readonly clientId: string
  /** Our key in force, asked for with each call, so that a rotation needs no new client. */
  readonly signingKey: () => { readonly version: string; readonly privateKey: KeyObject }
  /** A key of Alipay+ by the version that its signature names; undefined for one that we do not trust. */
  readonly publicKey: (keyVersion: string) => KeyObject | undefined
  /** The time for Request-Time; without it, the machine's. */
  readonly now?: () => Date
  /** A clock that never goes back, for durations. */
  readonly monotonicMs?: () => number
  /** How calls reach the network; without it, by `fetch`. */
  readonly send?: Send
  /** Hears what each call came to, before its caller does: for whoever sets the pace. */
  readonly heard?: (answer: Answer<unknown>) => void
}

/** A call with its signature, ready to be sent. */
export type SignedCall = {
  readonly requestTime: string
  readonly body: string
  readonly headers: Record<string, string>
}

/** How one call differs from the others. */
export type CallOptions = {
  /** Without it, what Alipay+ recommends for the call: 8 s to pay, to cancel and to refund, else 5 s. */
  readonly timeoutMs?: number
  /** The call as it was signed before; without it, it is signed now. */
  readonly signed?: SignedCall | undefined
}

/** The calls. Each may be repeated word for word: Alipay+ does what has the same id once. */
export type AlipayPlusClient = {
  /** Asks which wallets could pay an amount. Nothing is placed by it. */
  readonly consultPayment: (
    request: ConsultPaymentRequest,
    options?: CallOptions,
  ) => Promise<Answer<ConsultPaymentResponse>>
  /** Signs a call of pay before it may be sent: signing takes long, and can be done while something else is awaited. */
  readonly signPay: (request: PayRequest) => Promise<SignedCall>
  /** Places an order: S, or U "in process", with a URL for the payer. It is never paid by this answer. */
  readonly pay: (request: PayRequest, options?: CallOptions) => Promise<Answer<PayResponse>>
  /** Asks how a payment stands: read `body.paymentResult` of an S. */
  readonly inquiryPayment: (
    request: InquiryPaymentRequest,
    options?: CallOptions,
  ) => Promise<Answer<InquiryPaymentResponse>>
  /** Closes an order whatever became of it; what was paid goes back. Possible until 00:15 UTC+8 of the next day. */
  readonly cancelPayment: (
    request: CancelPaymentRequest,
    options?: CallOptions,
  ) => Promise<Answer<CancelPaymentResponse>>
  /** Gives money back, all or part, for 365 days. S means refunded. */
  readonly refund: (request: RefundRequest, options?: CallOptions) => Promise<Answer<RefundResponse>>
  readonly responseRetrieval: (request: ResponseRetrievalRequest) => Promise<Answer<DisputeResponse>>
  readonly responseEscalation: (request: ResponseEscalationRequest) => Promise<Answer<DisputeResponse>>
  /** Registers a merchant. S means that the request was taken; what is decided comes later. */
  readonly registration: (request: RegistrationRequest, options?: CallOptions) => Promise<Answer<RegistrationResponse>>
  /** Asks what was decided about a registration. */
  readonly inquiryRegistrationStatus: (
    request: InquiryRegistrationStatusRequest,
    options?: CallOptions,
  ) => Promise<Answer<InquiryRegistrationStatusResponse>>
}

/**
 * Each call with its path and the timeout that Alipay+ recommends; for consultPayment it names none. Source: "Timeout"
 * and the API overview of the ACQP documentation.
 */
const apis = {
  consultPayment: { under: 'payments', timeoutMs: 5_000 },
  pay: { under: 'payments', timeoutMs: 8_000 },
  inquiryPayment: { under: 'payments', timeoutMs: 5_000 },
  cancelPayment: { under: 'payments', timeoutMs: 8_000 },
  refund: { under: 'payments', timeoutMs: 8_000 },
  registration: { under: 'merchants', timeoutMs: 5_000 },
  inquiryRegistrationStatus: { under: 'merchants', timeoutMs: 5_000 },
  responseRetrieval: { under: 'disputes', timeoutMs: 8_000 },
  responseEscalation: { under: 'disputes', timeoutMs: 8_000 },
} as const

type Api = keyof typeof apis

type Read =
  | { readonly result: Result; readonly body: Record<string, unknown> }
  | { readonly unknownBecause: UnknownBecause }

/** A client of the ACQP interface. Its calls never reject for what the network does: that is an answer with status U. */
export const createClient = (given: ClientOptions): AlipayPlusClient => {
  const options = { now: () => new Date(), monotonicMs: () => performance.now(), send: fetchSend, ...given }
  const base = new URL(options.baseUrl)
  const prefix = base.pathname.replace(/\/$/, '')
  const uriOf = (api: Api) => `${prefix}/aps/api/v1/${apis[api].under}/${api}`
  const signCall = async (api: Api, request: object): Promise<SignedCall> => {
    const requestTime = options.now().toISOString()
    const body = encodeMessage(request)
    return { requestTime, body, headers: await signedHeaders(options, uriOf(api), requestTime, body) }
  }
  const tell = <Body>(answer: Answer<Body>): Answer<Body> => {
    options.heard?.(answer)
    return answer
  }
  const call =
    <Request extends object, Response>(api: Api) =>
    async (
      request: Request,
      { timeoutMs = apis[api].timeoutMs, signed }: CallOptions = {},
    ): Promise<Answer<Response>> => {
      const uri = uriOf(api)
      const url = `${base.origin}${uri}`
      const { requestTime, body: requestBody, headers } = signed ?? (await signCall(api, request))
      const beganMs = options.monotonicMs()
      const sent = { api, url, requestTime, requestBody }
      const exchanged = (more: Partial<Exchange>): Exchange => ({
        ...sent,
        httpStatus: undefined,
        responseBody: undefined,
        error: undefined,
        ...more,
        durationMs: options.monotonicMs() - beganMs,
      })
      try {
        const answer = await options.send({ url, method: 'POST', headers, body: requestBody, timeoutMs })
        const exchange = exchanged({ httpStatus: answer.status, responseBody: answer.body })
        return tell(answerOf<Response>(aboutThisOrder(request, readAnswer(options, uri, answer)), exchange))
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error))
        const unknownBecause = name === 'TimeoutError' ? 'timeout' : 'connection'
        return tell(answerOf<Response>({ unknownBecause }, exchanged({ error: `${name}: ${message}` })))
      }
    }
  return {
    consultPayment: call('consultPayment'),
    signPay: (request) => signCall('pay', request),
    pay: call('pay'),
    inquiryPayment: call('inquiryPayment'),
    cancelPayment: call('cancelPayment'),
    refund: call('refund'),
    responseRetrieval: call('responseRetrieval'),
    responseEscalation: call('responseEscalation'),
    registration: call('registration'),
    inquiryRegistrationStatus: call('inquiryRegistrationStatus'),
  }
}

const signOffThread = promisify(signBytes)

/** Signs on a thread of the pool: it takes a third of a millisecond, and all the others would wait. */
const signedHeaders = async (
  options: Pick<ClientOptions, 'signingKey' | 'clientId'>,
  uri: string,
  time: string,
  body: string,
): Promise<Record<string, string>> => {
  const { version, privateKey } = options.signingKey()
  const content = contentToSign({ method: 'POST', uri, clientId: options.clientId, time, body })
  const signature = await signOffThread('sha256', Buffer.from(content, 'utf8'), privateKey)
  return {
    'content-type': 'application/json; charset=UTF-8',
    'client-id': options.clientId,
    'request-time': time,
    signature: formatSignatureHeader({
      keyVersion: version,
      signature: encodeURIComponent(signature.toString('base64')),
    }),
  }
}

/** Checks an answer from the outside in: HTTP, body, signature, message. Fails closed. */
const readAnswer = (options: ClientOptions, uri: string, answer: Awaited<ReturnType<Send>>): Read => {
  if (answer.status !== 200) return { unknownBecause: 'http_status' }
  if (answer.body.trim() === '') return { unknownBecause: 'empty_body' }
  const signature = parseSignatureHeader(answer.headers.signature ?? '')
  const time = answer.headers['response-time']
  const clientId = answer.headers['client-id'] ?? options.clientId
  if (signature === undefined || time === undefined || clientId !== options.clientId)
    return { unknownBecause: 'signature' }
  const publicKey = options.publicKey(signature.keyVersion)
  if (publicKey === undefined) return { unknownBecause: 'unknown_key' }
  const content = contentToSign({ method: 'POST', uri, clientId, time, body: answer.body })
  if (!verify(content, signature.signature, publicKey)) return { unknownBecause: 'signature' }
  const body = decodeMessage(answer.body)
  if (body?.result === undefined || brokenField(body) !== undefined) return { unknownBecause: 'garbled_body' }
  return { result: body.result as Result, body }
}

/** A signature does not say which request it answers; the ids of the order do, where the answer has them. */
const aboutThisOrder = (request: object, read: Read): Read => {
  if (!('result' in read)) return read
  const asked = request as Readonly<Record<string, unknown>>
  const differs = ['paymentRequestId', 'paymentId', 'disputeRequestId', 'registrationRequestId'].some(
    (id) => asked[id] !== undefined && read.body[id] !== undefined && asked[id] !== read.body[id],
  )
  return differs ? { unknownBecause: 'other_order' } : read
}

const answerOf = <Body>(read: Read, exchange: Exchange): Answer<Body> => {
  if (!('result' in read)) {
    const { unknownBecause } = read
    return { status: 'U', code: '', kind: 'unknown', message: '', body: undefined, unknownBecause, exchange }
  }
  const { result, body } = read
  const classified: Classified = classifyResult(result)
  return { ...classified, code: result.resultCode, message: result.resultMessage ?? '', body: body as Body, exchange }
}
