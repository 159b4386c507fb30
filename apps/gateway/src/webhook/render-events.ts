import type { Merchant } from '@silkgate/domain'
import { viewsAtVersions } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { EventRow } from './webhook.store.ts'
import { webhookBody } from './webhook-event.ts'

/** The bodies of events, each with its payment or refund as it was then; the same bytes whenever they are rendered. */
export const renderEvents = async (db: Db, merchant: Merchant, events: readonly EventRow[]): Promise<string[]> => {
  const wanted = events.map(({ payment_id: paymentId, refund_id: refundId, version, created_at: at }) => ({
    paymentId,
    refundId,
    version,
    at,
  }))
  const views = await viewsAtVersions(db, merchant, wanted)
  const { merchantId } = merchant
  return events.map(({ event_id: eventId, type, created_at: createdAt }, index) =>
    webhookBody({ eventId, type, createdAt, merchantId }, views[index]),
  )
}
