import type { DisputeId, MerchantId, PaymentId, RefundId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type EventRow = {
  readonly event_id: string
  readonly payment_id: PaymentId
  readonly refund_id: RefundId | null
  readonly dispute_id: DisputeId | null
  readonly version: number
  readonly type: string
  readonly created_at: Date
}

/** The first event of a merchant that has one of these ids. */
export const readEventOf = async (
  db: Db,
  merchantId: MerchantId,
  eventIds: readonly string[],
): Promise<EventRow | undefined> => {
  const [row] = await db.read<EventRow>({
    text: `select event_id, payment_id, refund_id, dispute_id, version, type, created_at from webhook_events
            where merchant_id = $1 and event_id = any ($2::uuid[]) limit 1`,
    values: [merchantId, eventIds],
  })
  return row
}
