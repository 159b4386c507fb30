import { type ErrorCode, type Merchant, type MerchantId, oldestWorthTrying } from '@silkgate/domain'
import type { Directory } from '../../merchant/index.ts'
import type { OperatorRequest } from '../../operator/index.ts'
import type { Db } from '../../postgres/db.ts'
import { isUuid } from '../../uuid-of.ts'
import { listAllEndpoints, listEndpoints, pauseEndpoint, resumeEndpoint } from '../endpoint.store.ts'
import { listEvents, readAttempts, readDeliveries, readEvent } from '../event.store.ts'
import { eventList } from '../event-list.ts'
import type { PostWebhook } from '../post-webhook.ts'
import { renderEvents } from '../render-events.ts'
import { sendTest } from '../send-test.ts'
import { type EventFilter, lastTries, latestEvents } from './webhook-list.store.ts'

type Needs = {
  readonly db: Db
  readonly now: () => Date
  readonly merchant: (merchantId: MerchantId) => Promise<Merchant | undefined>
  readonly newId: () => string
  readonly directory: Pick<Directory, 'webhookKey'>
  readonly post: PostWebhook
  /** Called when there is something to send. */
  readonly replayed: () => void
}

const most = 1_000

const mostEndpoints = 200

/** Webhooks as the console asks for them: where they go, what became of each, and their replay. */
export const webhookWork = (needs: Needs) => {
  const seen = async (merchantId: MerchantId, eventId: string) => {
    const [deliveries, attempts] = await Promise.all([
      readDeliveries(needs.db, merchantId, eventId),
      readAttempts(needs.db, merchantId, eventId),
    ])
    return deliveries.map(({ endpoint_id: endpointId, url, state, next_try_at: nextTryAt }) => ({
      ...{ endpointId, url, state, nextTryAt },
      attempts: attempts
        .filter((one) => one.endpoint_id === endpointId)
        .map(({ attempt, at, key_id: keyId, status, answer, error, duration_ms: durationMs }) => {
          return { attempt, at, keyId, status, answer, error, durationMs }
        }),
    }))
  }

  const endpointOf = async (merchantId: MerchantId, endpointId: string) =>
    (await listEndpoints(needs.db, merchantId)).find(({ endpoint_id }) => endpoint_id === endpointId)

  return {
    /** The endpoints of one merchant, or of all: those that fail first, and at most 200. */
    endpoints: async (merchantId: MerchantId | undefined) => {
      const read =
        merchantId === undefined ? listAllEndpoints(needs.db, mostEndpoints) : listEndpoints(needs.db, merchantId)
      return (await read).map((row) => ({
        ...{ merchantId: row.merchant_id, endpointId: row.endpoint_id, url: row.url, events: row.events },
        ...{ verifiedAt: row.verified_at, pausedAt: row.paused_at, failingSince: row.failing_since },
        ...{ failures: row.failures, waiting: row.waiting, lastAnswer: row.last_answer, nextTryAt: row.next_try_at },
      }))
    },

    /** A merchant's events, the latest first, each with how its deliveries stand; `next` is where the list goes on. */
    events: async (filter: EventFilter) => {
      const events = await latestEvents(needs.db, { ...filter, limit: filter.limit + 1 })
      const rows = events.slice(0, filter.limit)
      const tries = await lastTries(
        needs.db,
        filter.merchantId,
        rows.map(({ event_id }) => event_id),
      )
      return {
        rows: rows.map(({ event_id: eventId, type, created_at: at, payment_id: paymentId }) => ({
          ...{ merchantId: filter.merchantId, eventId, type, at, paymentId },
          deliveries: tries
            .filter(({ event_id }) => event_id === eventId)
            .map(
              ({ endpoint_id: endpointId, next_try_at: nextTryAt, last_answer: lastAnswer, url, state, attempts }) => {
                return { endpointId, url, state, attempts, nextTryAt, lastAnswer }
              },
            ),
        })),
        next: events.length > rows.length ? rows.at(-1)?.position : undefined,
      }
    },

    /** One event with its body as it is sent and every attempt; undefined where there is none. */
    event: async (merchantId: MerchantId, eventId: string) => {
      const [merchant, event] = [await needs.merchant(merchantId), await readEvent(needs.db, merchantId, eventId)]
      if (merchant === undefined || event === undefined) return undefined
      const { type, created_at: at, payment_id: paymentId } = event
      const [[body], deliveries] = [await renderEvents(needs.db, merchant, [event]), await seen(merchantId, eventId)]
      return { merchantId, eventId, type, at, paymentId, body, deliveries }
    },

    /** The oldest first; undefined where there is no such merchant. */
    ofPayment: async (merchantId: MerchantId, paymentId: string) => {
      const merchant = await needs.merchant(merchantId)
      if (merchant === undefined) return undefined
      const events = await listEvents(needs.db, merchantId, { after: 0n, limit: most, type: undefined, paymentId })
      const bodies = await renderEvents(needs.db, merchant, events)
      return Promise.all(
        events.map(async ({ event_id: eventId, type, created_at: at }, index) => {
          return { eventId, type, at, body: bodies[index], deliveries: await seen(merchantId, eventId) }
        }),
      )
    },

    absentEvent: async ({ by, params }: Pick<OperatorRequest, 'by' | 'params'>): Promise<ErrorCode | undefined> => {
      const { merchantId = '', eventId = '' } = params
      const isSeen = /^\d{1,10}$/.test(merchantId) && (by.merchantId ?? merchantId) === merchantId && isUuid(eventId)
      return isSeen && (await readEvent(needs.db, merchantId, eventId)) !== undefined ? undefined : 'INVALID_EVENT_ID'
    },

    absentEndpoint: async ({ by, params }: Pick<OperatorRequest, 'by' | 'params'>): Promise<ErrorCode | undefined> => {
      const { merchantId = '', endpointId = '' } = params
      const isSeen = /^\d{1,10}$/.test(merchantId) && (by.merchantId ?? merchantId) === merchantId
      return isSeen && (await endpointOf(merchantId, endpointId)) !== undefined ? undefined : 'INVALID_ENDPOINT_ID'
    },

    /** Sends nothing there until it is resumed; what happens meanwhile waits. */
    pause: (merchantId: MerchantId, endpointId: string) =>
      pauseEndpoint(needs.db, { merchantId, endpointId, at: needs.now() }),

    /** Sends again, and tries an endpoint that fails at once. */
    resume: async (merchantId: MerchantId, endpointId: string) => {
      const at = needs.now()
      await resumeEndpoint(needs.db, { merchantId, endpointId, at, giveUpBefore: oldestWorthTrying(at) })
      needs.replayed()
    },

    /** Sends one event of type TEST; answers what came of it. */
    test: async (merchantId: MerchantId, endpointId: string) => {
      const found = await endpointOf(merchantId, endpointId)
      const { post, now, newId } = needs
      const sending = { post, now, newId, webhookKey: (id: MerchantId) => needs.directory.webhookKey(id) }
      const sent = found && (await sendTest(sending, { merchantId, url: found.url }))
      return sent ?? { delivered: false, error: 'There is no webhook key to sign it with.' }
    },

    /** Has one event sent again, to every endpoint that wants it. */
    replay: async (merchantId: MerchantId, eventId: string) => {
      const found = await eventList(needs.db).replay(
        { merchantId, events: { eventId }, endpointId: undefined },
        needs.now(),
      )
      needs.replayed()
      return found
    },
  }
}

export type WebhookWork = ReturnType<typeof webhookWork>
