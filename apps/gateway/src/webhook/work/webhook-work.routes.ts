import { json, type OperatorRoute } from '../../operator/index.ts'
import type { WebhookWork } from './webhook-work.ts'

/** Webhooks in the console: sent again. What became of those of a payment is asked with the payment. */
export const webhookWorkRoutes = (work: WebhookWork): OperatorRoute[] => [
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
