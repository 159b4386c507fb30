import type { MerchantId } from '@silkgate/domain'
import { readMerchant } from '../merchant/index.ts'
import { viewsAtVersions } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import { readEventOf } from './event.store.ts'
import { webhookBody } from './webhook-event.ts'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const mostIds = 20

/** What we sent for the event whose id stands somewhere in a text, however the text is written. */
export const sentBodyOf =
  (db: Db) =>
  async (merchantId: MerchantId, text: string): Promise<string | undefined> => {
    const ids = (text.match(uuid) ?? []).slice(0, mostIds)
    const event = ids.length === 0 ? undefined : await readEventOf(db, merchantId, ids)
    const merchant = event && (await readMerchant(db, merchantId))
    if (event === undefined || merchant === undefined) return undefined
    const { event_id: eventId, payment_id: paymentId, refund_id: refundId, dispute_id: disputeId } = event
    const { version, type, created_at: at } = event
    const [view] = await viewsAtVersions(db, merchant, [{ paymentId, refundId, disputeId, version, at }])
    return webhookBody({ eventId, type, createdAt: at, merchantId }, view)
  }
