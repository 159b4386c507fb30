import type { Merchant } from '@silkgate/domain'
import { viewsAtVersions } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { EventRow } from './webhook.store.ts'
import { webhookBody } from './webhook-event.ts'

/** The bodies of events, each with its payment, refund or dispute as it was then; the same bytes whenever they are rendered. */
export const renderEvents = async (db: Db, merchant: Merchant, events: readonly EventRow[]): Promise<string[]> => {
  const wanted = events.map((event) => ({
    paymentId: event.payment_id,
    refundId: event.refund_id,
    disputeId: event.dispute_id,
    version: event.version,
    at: event.created_at,
  }))
  const views = await viewsAtVersions(db, merchant, wanted)
  const { merchantId } = merchant
  return events.map(({ event_id: eventId, type, created_at: createdAt }, index) =>
    webhookBody({ eventId, type, createdAt, merchantId }, views[index]),
  )
}
