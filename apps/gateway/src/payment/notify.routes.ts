import { answerNotification, maskMessage, readNotification } from '@silkgate/alipayplus'
import {
  formatMoney,
  isPaymentId,
  merchantOf,
  operator,
  type Payment,
  type PaymentEvent,
  sameMoney,
} from '@silkgate/domain'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { AlipayPlusAccess } from '../alipayplus/access.ts'
import { openException } from '../exception/index.ts'
import type { Db } from '../postgres/db.ts'
import { storable } from '../storable.ts'
import type { World } from '../world.ts'
import { hearNotification } from './hear-alipayplus.ts'
import type { RecordPaymentEvents } from './record-payment-events.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly access: AlipayPlusAccess
  readonly record: RecordPaymentEvents
  /** Asks Alipay+ once about an order that we do not have; what it says is logged, nothing is booked. */
  readonly askAbout: (paymentRequestId: string) => void
}

export const notifyPath = '/alipayplus/notifyPayment'

/**
 * Where Alipay+ announces what became of an order. A forged notification gets 403 and is logged; a genuine one is
 * answered S once what it says is durable, so that it may come as often as it likes. Source: notifyPayment, answered
 * signed within 5 s.
 */
export const serveNotifications = (server: FastifyInstance, needs: Needs): void => {
  const { world, log, access, record } = needs
  server.post(notifyPath, async (request, reply) => {
    const rawBody = typeof request.body === 'string' ? request.body : ''
    const uri = request.raw.url ?? ''
    const { clientId, publicKey } = access
    const read = readNotification({
      method: 'POST',
      uri,
      headers: headersOf(request.headers),
      rawBody,
      clientId,
      publicKey,
    })
    if (!read.ok) {
      log.warn(
        { reason: read.reason, detail: read.detail, body: maskMessage(rawBody).slice(0, 300) },
        'a notification was refused',
      )
      return reply
        .code(403)
        .type('application/json')
        .send(JSON.stringify({ reason: read.reason }))
    }
    const at = world.now()
    const { paymentRequestId } = read.notification
    const event = hearNotification(read.notification, at)
    const message = {
      at,
      api: 'notifyPayment',
      outcome: `${event.name} (${read.notification.paymentResult.resultCode})`,
      httpStatus: undefined,
      durationMs: undefined,
      requestBody: storable(maskMessage(rawBody)),
      responseBody: undefined,
    }
    const known = isPaymentId(paymentRequestId)
      ? await record('notify.commit_outcome', merchantOf(paymentRequestId), [
          { paymentId: paymentRequestId, event, messages: [message] },
        ])
      : []
    if (known[0] === undefined) await unknownOrder(needs, paymentRequestId, event)
    else tell(log, known[0].payment, event)
    const result = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' } as const
    const answer = answerNotification({ uri, clientId, time: world.now(), result, signingKey: access.signingKey() })
    return reply.headers(answer.headers).send(answer.body)
  })
}

const headersOf = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )

const describe = (event: PaymentEvent): string | undefined =>
  'amount' in event && event.amount !== undefined ? formatMoney(event.amount) : undefined

const tell = (log: Logger, { paymentId, amount }: Payment, event: PaymentEvent): void => {
  const said = { paymentId, heard: event.name, amount: describe(event) }
  if ('amount' in event && (event.amount === undefined || !sameMoney(event.amount, amount))) {
    log.warn({ ...said, reason: 'amount_differs' }, 'a notification names another amount than its order has')
  } else log.info(said, 'a notification was taken')
}

const unknownOrder = async (
  { db, log, askAbout }: Needs,
  paymentRequestId: string,
  event: PaymentEvent,
): Promise<void> => {
  log.warn(
    { paymentRequestId, heard: event.name, reason: 'unknown_order' },
    'a notification names an order that we never placed',
  )
  await openException(db, {
    merchantId: operator,
    paymentId: paymentRequestId.slice(0, 64),
    kind: 'unknown_order',
    detail: `a genuine notification says ${event.name}; a genuine message names an order that we never placed`,
    at: event.at,
  })
  askAbout(paymentRequestId)
}
