import type { Day, MerchantId, ReportFormat, ReportKind } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

/** What rows of a currency come to, in its smallest unit. */
export type ReportTotal = {
  readonly currency: string
  readonly credited: string
  readonly debited: string
  /** Credited less debited: what stands in the books. */
  readonly due: string
}

/** A report as it was fixed: what it covers does not change any more. */
export type PlannedReport = {
  readonly merchantId: MerchantId
  readonly reportId: string
  readonly kind: ReportKind
  readonly format: ReportFormat
  /** The file's name, as it is delivered. */
  readonly name: string
  readonly day: Day
  /** The first day that it tells of. */
  readonly since: Day
  readonly currency: string | undefined
  readonly version: number
  readonly madeAt: Date
  /** The merchant's postings after the first position, up to the second. */
  readonly positions: Range
  /** The same for its events. */
  readonly events: Range
  /** The invoice or credit note whose file it is; it covers no positions then. */
  readonly invoiceNumber: string | undefined
}

export type Range = { readonly after: bigint; readonly upTo: bigint }

/** What a file came to. */
export type MadeReport = {
  readonly byteSize: bigint
  readonly sha256: string
  readonly rows: bigint
  readonly totals: readonly ReportTotal[]
}

export type Report = PlannedReport & {
  /** Undefined until its bytes are on disk. */
  readonly made: (MadeReport & { readonly readyAt: Date }) | undefined
  readonly deliveredAt: Date | undefined
}

type ReportRow = {
  merchant_id: bigint
  report_id: string
  kind: ReportKind
  format: ReportFormat
  name: string
  day: Day
  since: Day
  currency: string | null
  version: number
  made_at: Date
  from_position: bigint
  to_position: bigint
  from_event: bigint
  to_event: bigint
  invoice_number: string | null
  byte_size: bigint | null
  sha256: string | null
  rows: bigint | null
  totals: ReportTotal[] | null
  ready_at: Date | null
  delivered_at: Date | null
}

const columns = `merchant_id, report_id, kind, format, name, day::text, since::text, currency, version, made_at, from_position,
  to_position, from_event, to_event, invoice_number, byte_size, sha256, rows, totals, ready_at, delivered_at`

const fromRow = (row: ReportRow): Report => ({
  ...{ merchantId: row.merchant_id.toString(), reportId: row.report_id, kind: row.kind, format: row.format },
  ...{ name: row.name, day: row.day, since: row.since, currency: row.currency ?? undefined, version: row.version },
  madeAt: row.made_at,
  positions: { after: row.from_position, upTo: row.to_position },
  events: { after: row.from_event, upTo: row.to_event },
  invoiceNumber: row.invoice_number ?? undefined,
  made:
    row.ready_at === null
      ? undefined
      : {
          byteSize: row.byte_size ?? 0n,
          sha256: row.sha256 ?? '',
          rows: row.rows ?? 0n,
          totals: row.totals ?? [],
          readyAt: row.ready_at,
        },
  deliveredAt: row.delivered_at ?? undefined,
})

export type ReportQuery = {
  readonly merchantId?: MerchantId | undefined
  readonly kind?: ReportKind | undefined
  /** The first day and the last. */
  readonly from?: Day | undefined
  readonly to?: Day | undefined
  readonly name?: string | undefined
  readonly reportIds?: readonly string[]
  /** Only what is ready, or only what is not. */
  readonly isReady?: boolean | undefined
  readonly limit?: number
}

/** Reports, the latest day first; not more than `limit` (1000). */
export const listReports = async (
  db: { read: Db['read'] | Tx['run'] },
  { merchantId, kind, from, to, name, reportIds, isReady, limit = 1_000 }: ReportQuery,
): Promise<Report[]> => {
  const values: unknown[] = []
  const conditions = [
    merchantId && `merchant_id = $${values.push(merchantId)}`,
    kind && `kind = $${values.push(kind)}`,
    from && `day >= $${values.push(from)}`,
    to && `day <= $${values.push(to)}`,
    name && `name = $${values.push(name)}`,
    reportIds && `report_id = any ($${values.push(reportIds)}::uuid[])`,
    isReady !== undefined && `ready_at is ${isReady ? 'not ' : ''}null`,
  ].filter(Boolean)
  const rows = await db.read<ReportRow>({
    text: `select ${columns} from reports where ${['true', ...conditions].join(' and ')}
            order by day desc, merchant_id, kind, name collate "C" limit $${values.push(limit)}`,
    values,
  })
  return rows.map(fromRow)
}

/** Notes reports as made, in one commit; those that are ready already are left as they are. */
export const markReady = (
  db: Db,
  made: readonly { readonly report: PlannedReport; readonly made: MadeReport }[],
): Promise<unknown> =>
  db.write('report.commit_ready', {
    text: `update reports p
              set byte_size = r.byte_size, sha256 = r.sha256, rows = r.rows, totals = r.totals, ready_at = p.made_at
             from json_to_recordset($1) as r (merchant_id bigint, report_id uuid, byte_size bigint, sha256 text, rows bigint,
                                              totals jsonb)
            where p.merchant_id = r.merchant_id and p.report_id = r.report_id and p.ready_at is null`,
    values: [
      JSON.stringify(
        made.map(({ report, made: { byteSize, sha256, rows, totals } }) => ({
          ...{ merchant_id: report.merchantId, report_id: report.reportId, sha256, totals },
          ...{ byte_size: byteSize.toString(), rows: rows.toString() },
        })),
      ),
    ],
  })

/** Planned reports that are not made yet, of up to so many merchants: those that were due first, first. */
export const unmadeReports = async (db: Db, merchants: number): Promise<Report[]> => {
  const rows = await db.read<ReportRow>({
    text: `select ${columns} from reports
            where ready_at is null
              and merchant_id in (select merchant_id from reports where ready_at is null
                                   group by 1 order by min(made_at), merchant_id limit $1)
            order by made_at, merchant_id, kind desc, name collate "C"`,
    values: [merchants],
  })
  return rows.map(fromRow)
}
