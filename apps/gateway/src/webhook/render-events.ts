import type { Merchant } from '@silkgate/domain'
import { viewsAtVersions } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import { remittancesTold } from '../remittance/index.ts'
import { reportViews } from '../report/index.ts'
import type { EventRow } from './webhook.store.ts'
import { webhookBody } from './webhook-event.ts'

/**
 * The bodies of events, each with its payment, refund or dispute as it was then, or its report or remittance; the same bytes
 * whenever they are rendered.
 */
export const renderEvents = async (db: Db, merchant: Merchant, events: readonly EventRow[]): Promise<string[]> => {
  const { merchantId } = merchant
  const ofPayments = events.flatMap(({ payment_id, refund_id, dispute_id, version, created_at: at, event_id }) =>
    payment_id === null
      ? []
      : [{ eventId: event_id, paymentId: payment_id, refundId: refund_id, disputeId: dispute_id, version, at }],
  )
  const reportIds = events.flatMap(({ report_id }) => report_id ?? [])
  const remittanceIds = events.flatMap(({ remittance_id }) => remittance_id ?? [])
  const [views, reports, remittances] = await Promise.all([
    ofPayments.length === 0 ? [] : viewsAtVersions(db, merchant, ofPayments),
    reportViews(db, merchantId, reportIds),
    remittancesTold(db, merchantId, remittanceIds),
  ])
  const byEvent = new Map<string, object | undefined>(ofPayments.map(({ eventId }, index) => [eventId, views[index]]))
  return events.map(({ event_id: eventId, type, created_at: createdAt, ...event }) => {
    const report = event.report_id === null ? undefined : reports.get(event.report_id)
    const paid = event.remittance_id === null ? undefined : remittances.get(event.remittance_id)
    const status = type.replace(/^remittance\./, '')
    const remittance = paid && { ...paid, status, reason: event.remittance_reason ?? undefined }
    const other = report === undefined ? remittance && { remittance } : { report }
    return webhookBody({ eventId, type, createdAt, merchantId }, other ?? byEvent.get(eventId))
  })
}
