import { z } from 'zod'
import { errorAnswer } from '../../http/errors.ts'
import { listParts, readListQuery } from '../../http/list-query.ts'
import { json, type OperatorRoute } from '../../operator/index.ts'
import { eventTypes } from '../event-types.ts'
import type { WebhookWork } from './webhook-work.ts'

const endpointQuery = z.looseObject({ merchant: listParts.merchant })
const eventQuery = z.looseObject({
  ...{ merchant: listParts.merchant, limit: listParts.limit },
  type: z.enum(eventTypes, { error: `An event of ours is expected: ${eventTypes.join(', ')}.` }).optional(),
  waiting: z.stringbool({ error: 'true or false is expected.' }).default(false),
  after: z
    .string()
    .regex(/^\d{1,18}$/, { error: 'What the page before answered as next is expected.' })
    .transform(BigInt)
    .optional(),
})

/** Webhooks in the console: where they go, what became of them, and sent again. Those of a payment are asked with the payment. */
export const webhookWorkRoutes = (work: WebhookWork): OperatorRoute[] => [
  ...(['pause', 'resume', 'test'] as const).map(
    (deed): OperatorRoute => ({
      method: 'POST',
      path: `/merchants/:merchantId/webhook-endpoints/:endpointId/${deed}`,
      operation: `webhookEndpoints.${deed}`,
      needs: 'keys.change',
      refuses: ['INVALID_ENDPOINT_ID'],
      absent: work.absentEndpoint,
      run: async ({ params: { merchantId = '', endpointId = '' } }) => {
        const done = await work[deed](merchantId, endpointId)
        return deed === 'test' ? json(done) : { status: 204, body: '' }
      },
    }),
  ),
  {
    method: 'GET',
    path: '/webhook-endpoints',
    operation: 'webhookEndpoints.list',
    needs: 'webhooks.replay',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const read = readListQuery(endpointQuery, query)
      if (!read.ok) return errorAnswer(errorId, read.refusals)
      return json({ rows: await work.endpoints(by.merchantId ?? read.value.merchant) })
    },
  },
  {
    method: 'GET',
    path: '/events',
    operation: 'events.list',
    needs: 'webhooks.replay',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const read = readListQuery(eventQuery, query)
      if (!read.ok) return errorAnswer(errorId, read.refusals)
      const { merchant, type, waiting: isWaiting, after: before, limit } = read.value
      const merchantId = by.merchantId ?? merchant
      if (merchantId !== undefined) return json(await work.events({ merchantId, type, isWaiting, before, limit }))
      const remedy = 'Say whose events: merchant=, the number of a merchant.'
      return errorAnswer(errorId, [{ error: 'INVALID_VALUE', propertyName: 'merchant', message: remedy }])
    },
  },
  {
    method: 'GET',
    path: '/merchants/:merchantId/events/:eventId',
    operation: 'events.get',
    needs: 'webhooks.replay',
    refuses: ['INVALID_EVENT_ID'],
    absent: work.absentEvent,
    run: async ({ params: { merchantId = '', eventId = '' } }) => json(await work.event(merchantId, eventId)),
  },
  {
    method: 'POST',
    path: '/merchants/:merchantId/events/:eventId/replay',
    operation: 'events.replay',
    needs: 'webhooks.replay',
    refuses: ['INVALID_EVENT_ID'],
    absent: work.absentEvent,
    run: async ({ params: { merchantId = '', eventId = '' } }) => json(await work.replay(merchantId, eventId)),
  },
]
