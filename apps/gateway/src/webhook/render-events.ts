import type { Merchant } from '@silkgate/domain'
import { viewsAtVersions } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import { reportViews } from '../report/index.ts'
import type { EventRow } from './webhook.store.ts'
import { webhookBody } from './webhook-event.ts'

/**
 * The bodies of events, each with its payment, refund or dispute as it was then, or its report; the same bytes whenever they
 * are rendered.
 */
export const renderEvents = async (db: Db, merchant: Merchant, events: readonly EventRow[]): Promise<string[]> => {
  const { merchantId } = merchant
  const ofPayments = events.flatMap(({ payment_id, refund_id, dispute_id, version, created_at: at, event_id }) =>
    payment_id === null
      ? []
      : [{ eventId: event_id, paymentId: payment_id, refundId: refund_id, disputeId: dispute_id, version, at }],
  )
  const reportIds = events.flatMap(({ report_id }) => report_id ?? [])
  const [views, reports] = await Promise.all([
    ofPayments.length === 0 ? [] : viewsAtVersions(db, merchant, ofPayments),
    reportViews(db, merchantId, reportIds),
  ])
  const byEvent = new Map<string, object | undefined>(ofPayments.map(({ eventId }, index) => [eventId, views[index]]))
  return events.map(({ event_id: eventId, type, created_at: createdAt, report_id }) => {
    const report = report_id === null ? undefined : reports.get(report_id)
    const object = report === undefined ? byEvent.get(eventId) : { report }
    return webhookBody({ eventId, type, createdAt, merchantId }, object)
  })
}
