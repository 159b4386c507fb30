import type { ErrorCode, Merchant, MerchantId } from '@silkgate/domain'
import type { OperatorRequest } from '../../operator/index.ts'
import type { Db } from '../../postgres/db.ts'
import { isUuid } from '../../uuid-of.ts'
import { listEvents, readAttempts, readDeliveries, readEvent } from '../event.store.ts'
import { eventList } from '../event-list.ts'
import { renderEvents } from '../render-events.ts'

type Needs = {
  readonly db: Db
  readonly now: () => Date
  readonly merchant: (merchantId: MerchantId) => Promise<Merchant | undefined>
  /** Called when there is something to send. */
  readonly replayed: () => void
}

const most = 1_000

/** The webhooks of one payment with every attempt, and their replay, as the console asks for them. */
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

  return {
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
