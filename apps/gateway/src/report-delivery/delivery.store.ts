import type { Day, MerchantId, ReportFormat, ReportKind } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'

/** A report that its merchant may have. */
export type KeptReport = {
  readonly merchantId: MerchantId
  readonly reportId: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly readyAt: Date
}

type KeptRow = {
  merchant_id: bigint
  report_id: string
  name: string
  byte_size: bigint
  sha256: string
  ready_at: Date
}

const keptColumns = 'merchant_id, report_id, name, byte_size, sha256, ready_at'

const fromRow = (row: KeptRow): KeptReport => ({
  merchantId: row.merchant_id.toString(),
  reportId: row.report_id,
  name: row.name,
  bytes: Number(row.byte_size),
  sha256: row.sha256,
  readyAt: row.ready_at,
})

/** A merchant's reports that are ready and still there, or the one that has a name. */
export const keptReports = async (db: Db, merchantId: MerchantId, name?: string): Promise<KeptReport[]> => {
  const rows = await db.read<KeptRow>({
    text: `select ${keptColumns} from reports
            where merchant_id = $1 and ready_at is not null and removed_at is null and ($2::text is null or name = $2)
            order by name collate "C"`,
    values: [merchantId, name ?? null],
  })
  return rows.map(fromRow)
}

/** Merchants with reports that are ready and that they were not told of, by an instant. */
export const merchantsToTell = async (db: Db, at: Date): Promise<MerchantId[]> => {
  const rows = await db.read<{ merchant_id: bigint }>({
    text: `select distinct merchant_id from reports where ready_at <= $1 and delivered_at is null limit 1000`,
    values: [at],
  })
  return rows.map((row) => row.merchant_id.toString())
}

/** When a merchant is to be told of a report next. */
export const tellingDue: DueQuery =
  'select min(ready_at) from reports where ready_at is not null and delivered_at is null'

/** What telling a merchant brought about. */
export type Told = { readonly reports: number; readonly delivers: boolean; readonly pushes: boolean }

/**
 * Tells a merchant of its reports that are ready: an event of each, for the endpoints that ask for it by its name, and a push
 * where it has a server of its own. One commit; a report that somebody else is telling of is left to them.
 */
export const tellOfReports = async (db: Db, merchantId: MerchantId, at: Date): Promise<Told> => {
  const [told] = await db.write<{ reports: number; delivers: boolean; pushes: boolean }>('delivery.commit_told', {
    text: `with ready as (
             select report_id, version from reports
              where merchant_id = $1 and ready_at <= $2 and delivered_at is null
              order by ready_at, name collate "C" limit 1000 for update skip locked),
           told as (
             update reports r set delivered_at = $2 from ready
              where r.merchant_id = $1 and r.report_id = ready.report_id returning r.report_id),
           events as (
             insert into webhook_events (merchant_id, event_id, report_id, version, type, created_at)
             select $1, md5(report_id || '|report.ready')::uuid, report_id, version, 'report.ready', $2 from ready
             returning event_id),
           deliveries as (
             insert into webhook_deliveries (merchant_id, endpoint_id, event_id, created_at)
             select p.merchant_id, p.endpoint_id, events.event_id, $2
               from events join webhook_endpoints p
                 on p.merchant_id = $1 and p.removed_at is null and 'report.ready' = any (p.events)
             returning event_id),
           pushes as (
             insert into report_pushes (merchant_id, report_id, asked_at)
             select t.merchant_id, ready.report_id, $2
               from ready join report_push_targets t on t.merchant_id = $1 and t.removed_at is null
             returning report_id)
           select (select count(*)::integer from told) as reports, exists (select from deliveries) as delivers,
                  exists (select from pushes) as pushes`,
    values: [merchantId, at],
  })
  return told ?? { reports: 0, delivers: false, pushes: false }
}

/** Reports that were ready by an instant and are still there, the oldest first. Invoices are kept for ever. */
export const oldReports = async (db: Db, readyBy: Date, limit: number): Promise<KeptReport[]> => {
  const rows = await db.read<KeptRow>({
    text: `select ${keptColumns} from reports
            where ready_at <= $1 and removed_at is null and invoice_number is null order by ready_at, merchant_id limit $2`,
    values: [readyBy, limit],
  })
  return rows.map(fromRow)
}

/** Writes down that a report is there no more; nobody is told of it and nothing waits for it from then on. */
export const markRemoved = (db: Db, { merchantId, reportId }: KeptReport, at: Date): Promise<unknown> =>
  db.write('delivery.commit_removed', {
    text: `with given_up as (
             update report_pushes set state = 'given_up'
              where merchant_id = $1 and report_id = $2 and state = 'pending')
           update reports set removed_at = $3, delivered_at = coalesce(delivered_at, $3)
            where merchant_id = $1 and report_id = $2 and removed_at is null`,
    values: [merchantId, reportId, at],
  })

/** When the next report has been kept long enough. */
export const removalDue = (keptForMs: number): DueQuery =>
  `select min(ready_at) + ${keptForMs} * interval '1 millisecond' from reports
    where ready_at is not null and removed_at is null and invoice_number is null`

export type ReportPageQuery = {
  /** Those whose event stands behind this position in the merchant's list of events. */
  readonly after: bigint
  readonly limit: number
  readonly kind: ReportKind | undefined
  readonly format: ReportFormat | undefined
  /** The first day and the last. */
  readonly from: Day | undefined
  readonly to: Day | undefined
}

export type ToldReport = { readonly report_id: string; readonly position: bigint; readonly removed_at: Date | null }

/** Reports that a merchant was told of, in the order of their events; those that were removed too. */
export const toldReports = (
  db: Db,
  merchantId: MerchantId,
  { after, limit, kind, format, from, to }: ReportPageQuery,
): Promise<ToldReport[]> =>
  db.read<ToldReport>({
    text: `select r.report_id, e.position, r.removed_at
             from webhook_events e join reports r on r.merchant_id = e.merchant_id and r.report_id = e.report_id
            where e.merchant_id = $1 and e.type = 'report.ready' and e.position > $2
              and ($4::text is null or r.kind = $4) and ($5::text is null or r.format = $5)
              and ($6::date is null or r.day >= $6) and ($7::date is null or r.day <= $7)
            order by e.position limit $3`,
    values: [merchantId, after, limit, kind ?? null, format ?? null, from ?? null, to ?? null],
  })
