import type { Socket } from 'node:net'
import type { Result } from '@silkgate/alipayplus'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultName } from '../fault/faults.ts'
import { unknownException } from './answers.ts'
import type { Keys } from './keys.ts'
import { signatureHeader, stampOf } from './signature.ts'

type Needs = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly clientId: string
  readonly keys: Keys
  readonly now: () => Date
  readonly fault: FaultName | undefined
}

const slowMs = 25_000

/** The result as a fault lets it be heard. */
const heardAs = (result: Result, fault: FaultName | undefined): Result => {
  switch (fault) {
    case 'status_a':
      return { ...result, resultStatus: 'A' }
    case 'unknown_code':
      return { ...result, resultCode: 'SOMETHING_NEW' }
    case 'unknown_exception':
    case 'unknown_then_success':
    case 'cancel_unknown':
    case 'refund_unknown':
      return unknownException
    default:
      return result
  }
}

/** Signs an answer and sends it, or does to it what the fault says. */
export const answerWith =
  ({ request, reply, clientId, keys, now, fault }: Needs) =>
  async (answer: { readonly result: Result }): Promise<FastifyReply> => {
    if (fault === 'request_lost' || fault === 'answer_lost') {
      reply.hijack()
      request.raw.socket.destroy()
      return reply
    }
    if (fault === 'connection_reset') {
      reply.hijack()
      ;(request.raw.socket as Socket).resetAndDestroy()
      return reply
    }
    if (fault === 'call_hangs') return reply.hijack()
    if (fault === 'http_500') return reply.code(500).send('internal error')
    if (fault === 'answer_slow') await new Promise((resolve) => setTimeout(resolve, slowMs).unref())
    const whole = JSON.stringify({ ...answer, result: heardAs(answer.result, fault) })
    const cut = fault === 'garbled_body' ? whole.slice(0, Math.floor(whole.length / 2)) : whole
    const body = fault === 'empty_body' ? '' : cut
    const time = stampOf(now(), fault === 'clock_skew')
    const key = fault === 'wrong_signature' ? keys.forger() : keys.own()
    const named = fault === 'unknown_key' ? { ...key, version: '999' } : key
    return reply
      .headers({
        'content-type': 'application/json; charset=UTF-8',
        'client-id': clientId,
        'response-time': time,
        signature: signatureHeader({ uri: request.raw.url ?? '', clientId, time, body }, named),
      })
      .send(body)
  }
