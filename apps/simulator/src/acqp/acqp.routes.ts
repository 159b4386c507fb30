import type { Result } from '@silkgate/alipayplus'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { answerEscalation, answerRetrieval } from '../dispute/answer-dispute.ts'
import { orderOfDispute } from '../dispute/open-dispute.ts'
import type { Api, Faults, Strike } from '../fault/faults.ts'
import { inquireRegistration, type Register, register } from '../registration/register.ts'
import { failure, unknownException } from './answers.ts'
import { consult } from './consult.ts'
import { cancelPayment, inquirePayment } from './inquire-and-cancel.ts'
import type { Keys } from './keys.ts'
import {
  consultMessage,
  escalationAnswer,
  fieldThatIsNoText,
  orderMessage,
  payMessage,
  refundMessage,
  registrationMessage,
  registrationStatusMessage,
  retrievalAnswer,
} from './messages.ts'
import { type Acqp, pay } from './pay.ts'
import { refund } from './refund.ts'
import { answerWith } from './send-answer.ts'
import { asSettlementIsTold } from './settlement.ts'
import { isGenuine, partsOf } from './signature.ts'

type Needs = { readonly acqp: Acqp; readonly register: Register; readonly keys: Keys; readonly faults: Faults }

type Call = { readonly clientId: string; readonly message: Record<string, unknown> }

const headerOf = (request: FastifyRequest, name: string): string => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

/** Checks a call from the outside in; what it refuses is said as Alipay+ says it. */
const readCall = (request: FastifyRequest, keys: Keys): Call | { readonly refused: Result } => {
  const refused = (code: string, why: string) => ({ refused: failure(code, why) })
  const body = typeof request.body === 'string' ? request.body : ''
  const clientId = headerOf(request, 'client-id')
  const time = headerOf(request, 'request-time')
  const signature = partsOf(headerOf(request, 'signature'))
  if (!keys.isClient(clientId)) return refused('INVALID_CLIENT', `the client "${clientId}" is unknown`)
  if (signature === undefined || time === '')
    return refused('INVALID_SIGNATURE', 'Signature or Request-Time is missing')
  const publicKey = keys.ofClient(clientId, signature.keyVersion)
  if (publicKey === undefined) return refused('KEY_NOT_FOUND', `there is no key of version ${signature.keyVersion}`)
  if (!isGenuine({ uri: request.raw.url ?? '', clientId, time, body }, signature.value, publicKey)) {
    return refused('INVALID_SIGNATURE', 'the signature is wrong')
  }
  try {
    const message: unknown = JSON.parse(body)
    if (typeof message !== 'object' || message === null) return refused('PARAM_ILLEGAL', 'the body is no JSON object')
    const broken = fieldThatIsNoText(message)
    if (broken !== undefined) return refused('PARAM_ILLEGAL', `${broken} is no text, or an empty one`)
    return { clientId, message: message as Record<string, unknown> }
  } catch {
    return refused('PARAM_ILLEGAL', 'the body is no JSON')
  }
}

const understood = <Shape extends z.ZodType>(
  shape: Shape,
  message: unknown,
): { value: z.output<Shape> } | { refused: Result } => {
  const read = shape.safeParse(message)
  if (read.success) return { value: read.data }
  const [issue] = read.error.issues
  return { refused: failure('PARAM_ILLEGAL', `${issue?.path.join('.')}: ${issue?.message}`.slice(0, 256)) }
}

/** The order that a message is about; answers to disputes name it by their dispute alone. */
const orderIn = ({ paymentRequestId, disputeRequestId }: Record<string, unknown>): string =>
  String(paymentRequestId ?? orderOfDispute(String(disputeRequestId ?? '')))

const folderOf = (api: Api): string => {
  if (api.startsWith('response')) return 'disputes'
  return /registration/i.test(api) ? 'merchants' : 'payments'
}

type Handle = (call: Call) => Promise<{ readonly result: Result }>

const handlersOf = (acqp: Acqp, desk: Register): Readonly<Record<Api, Handle>> => ({
  consultPayment: async ({ message }) => {
    const read = understood(consultMessage, message)
    return 'refused' in read ? { result: read.refused } : consult(read.value, acqp.switches.off())
  },
  pay: async ({ clientId, message }) => {
    const read = understood(payMessage, message)
    return 'refused' in read ? { result: read.refused } : pay(read.value, clientId, acqp)
  },
  inquiryPayment: async ({ message }) => {
    const read = understood(orderMessage, message)
    return 'refused' in read ? { result: read.refused } : inquirePayment(read.value, acqp)
  },
  refund: async ({ message }) => {
    const read = understood(refundMessage, message)
    return 'refused' in read ? { result: read.refused } : refund(read.value, acqp)
  },
  responseRetrieval: async ({ message }) => {
    const read = understood(retrievalAnswer, message)
    return 'refused' in read ? { result: read.refused } : answerRetrieval(read.value, acqp)
  },
  responseEscalation: async ({ message }) => {
    const read = understood(escalationAnswer, message)
    return 'refused' in read ? { result: read.refused } : answerEscalation(read.value, acqp)
  },
  cancelPayment: async ({ message }) => {
    const read = understood(orderMessage, message)
    return 'refused' in read ? { result: read.refused } : cancelPayment(read.value, acqp)
  },
  registration: async ({ clientId, message }) => {
    const read = understood(registrationMessage, message)
    return 'refused' in read ? { result: read.refused } : register(read.value, clientId, desk, acqp)
  },
  inquiryRegistrationStatus: async ({ message }) => {
    const read = understood(registrationStatusMessage, message)
    return 'refused' in read ? { result: read.refused } : inquireRegistration(read.value, desk, acqp)
  },
})

/** The ACQP interface: each call checked, done, answered and signed; or struck by the fault that is in force. */
export const serveAcqp = (server: FastifyInstance, { acqp, register: desk, keys, faults }: Needs): void => {
  const serve = (api: Api, handle: Handle) => async (request: FastifyRequest, reply: FastifyReply) => {
    const call = readCall(request, keys)
    const clientId = headerOf(request, 'client-id')
    const paymentRequestId = 'refused' in call ? '' : orderIn(call.message)
    const fault = faults.strike(api, paymentRequestId)
    const send = answerWith({ request, reply, clientId, keys, now: acqp.world.now, fault: fault?.name })
    const undone = fault && undoneBecause(fault)
    if (undone !== undefined) return send({ result: undone })
    if ('refused' in call) return send({ result: call.refused })
    const answer = await handle(call)
    const held = faults.strikesSettlement(api, paymentRequestId)
    return send(asSettlementIsTold(answer, held, acqp.world.now()))
  }
  for (const [api, handle] of Object.entries(handlersOf(acqp, desk)) as [Api, Handle][]) {
    server.post(`/aps/api/v1/${folderOf(api)}/${api}`, serve(api, handle))
  }
}

/** What is answered when a fault keeps a call from being done; undefined when it is done all the same. */
const undoneBecause = ({ name, count }: Strike): Result | undefined => {
  switch (name) {
    case 'request_lost':
    case 'connection_reset':
    case 'call_hangs':
    case 'throttled':
      return { resultCode: 'REQUEST_TRAFFIC_EXCEED_LIMIT', resultStatus: 'U', resultMessage: 'too many requests' }
    case 'unknown_then_failure':
      return count === 1 ? unknownException : failure('RISK_REJECT', 'refused by risk control')
    case 'refused':
      return failure('RISK_REJECT', 'refused by risk control')
    case 'order_not_found':
      return failure('ORDER_NOT_EXIST', 'there is no such order')
    default:
      return undefined
  }
}
