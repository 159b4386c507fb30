import { answerNotification, answersToMessages, maskMessage, readDisputeMessage } from '@silkgate/alipayplus'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { AlipayPlusAccess } from '../alipayplus/access.ts'
import { storable } from '../storable.ts'
import type { World } from '../world.ts'
import type { takeDisputeMessage } from './take-dispute-message.ts'

type Needs = {
  readonly world: World
  readonly log: Logger
  readonly access: AlipayPlusAccess
  readonly take: ReturnType<typeof takeDisputeMessage>
}

const apis = ['initiateRetrieval', 'initiateEscalation', 'notifyDispute'] as const

const headersOf = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )

/**
 * Where Alipay+ tells of disputes. A forged message gets 403 and is logged; a genuine one is answered S once what it says is
 * durable, so that it may come as often as it likes. Source: initiateRetrieval, initiateEscalation, answered signed.
 */
export const serveDisputeMessages = (server: FastifyInstance, { world, log, access, take }: Needs): void => {
  for (const api of apis) {
    server.post(`/alipayplus/${api}`, async (request, reply) => {
      const rawBody = typeof request.body === 'string' ? request.body : ''
      const uri = request.raw.url ?? ''
      const { clientId, publicKey } = access
      const headers = headersOf(request.headers)
      const read = readDisputeMessage(api, { method: 'POST', uri, headers, rawBody, clientId, publicKey })
      if (!read.ok) {
        const { reason, detail } = read
        log.warn({ api, reason, detail, body: maskMessage(rawBody).slice(0, 300) }, 'a message was refused')
        return reply.code(403).type('application/json').send(JSON.stringify({ reason }))
      }
      const result = answersToMessages[await take(read, storable(maskMessage(rawBody)))]
      const answer = answerNotification({ uri, clientId, time: world.now(), result, signingKey: access.signingKey() })
      return reply.headers(answer.headers).send(answer.body)
    })
  }
}
