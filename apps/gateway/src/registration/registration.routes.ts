import { answerNotification, readRegistrationNotification } from '@silkgate/alipayplus'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { AlipayPlusAccess } from '../alipayplus/access.ts'
import type { World } from '../world.ts'

type Needs = {
  readonly world: World
  readonly log: Logger
  readonly access: AlipayPlusAccess
  /** Has Alipay+ asked about a request at once; answers false for one that we have not made or that has ended. */
  readonly askAtOnce: (registrationRequestId: string, at: Date) => Promise<boolean>
}

export const registrationNotifyPath = '/alipayplus/notifyRegistrationStatus'

/**
 * Where Alipay+ announces that it has decided on a registration. The announcement only makes us ask: the answer to the
 * question says what was decided. A forged one gets 403. Source: notifyRegistrationStatus, answered signed within 5 s.
 */
export const serveRegistrationNotifications = (server: FastifyInstance, needs: Needs): void => {
  const { world, log, access, askAtOnce } = needs
  server.post(registrationNotifyPath, async (request, reply) => {
    const uri = request.raw.url ?? ''
    const { clientId, publicKey } = access
    const rawBody = typeof request.body === 'string' ? request.body : ''
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const read = readRegistrationNotification({ method: 'POST', uri, headers, rawBody, clientId, publicKey })
    if (!read.ok) {
      log.warn({ reason: read.reason, detail: read.detail }, 'a notification of a registration was refused')
      return reply.code(403).send({ reason: read.reason })
    }
    const { registrationRequestId } = read.notification
    const isAsked = await askAtOnce(registrationRequestId.slice(0, 64), world.now())
    log.info({ registrationRequestId, isAsked }, 'a notification of a registration was taken')
    const result = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' } as const
    const answer = answerNotification({ uri, clientId, time: world.now(), result, signingKey: access.signingKey() })
    return reply.headers(answer.headers).send(answer.body)
  })
}
