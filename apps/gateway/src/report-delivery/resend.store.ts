import type { Db } from '../postgres/db.ts'

/** To how many endpoints an event goes again, and whether the report is put on the merchant's server again. */
export type Resent = { readonly webhooks: number; readonly pushes: number }

/**
 * Tells a merchant once more of a report that is ready and kept: the same event to every endpoint that asks for it, behind what
 * waits, and the same file to its server, where it has one. Undefined where there is no such report.
 */
export const resendReport = async (db: Db, name: string, at: Date): Promise<Resent | undefined> => {
  const [report] = await db.read<{ merchant_id: bigint; report_id: string }>({
    text: `select merchant_id, report_id from reports where name = $1 and delivered_at is not null and removed_at is null`,
    values: [name],
  })
  if (report === undefined) return undefined
  const [resent] = await db.write<{ webhooks: number; pushes: number }>('chore.resend_report', {
    text: `with again as (
             insert into webhook_deliveries as d (merchant_id, endpoint_id, event_id, created_at)
             select e.merchant_id, p.endpoint_id, e.event_id, $3::timestamptz
               from webhook_events e join webhook_endpoints p
                 on p.merchant_id = $1 and p.removed_at is null and e.type = any (p.events)
              where e.merchant_id = $1 and e.report_id = $2
             on conflict (merchant_id, endpoint_id, event_id) do update
                set state = 'pending', send_again = d.leased_until is not null,
                    created_at = case when d.state = 'pending' then d.created_at else excluded.created_at end
             returning event_id),
           pushes as (
             insert into report_pushes as p (merchant_id, report_id, asked_at)
             select t.merchant_id, $2, $3 from report_push_targets t where t.merchant_id = $1 and t.removed_at is null
             on conflict (merchant_id, report_id) do update set state = 'pending', asked_at = excluded.asked_at
             returning report_id)
           select (select count(*)::integer from again) as webhooks, (select count(*)::integer from pushes) as pushes`,
    values: [report.merchant_id, report.report_id, at],
  })
  return resent
}
