import type { Day, MerchantId, ReportFormat, ReportKind } from '@silkgate/domain'
import type { Behind } from '../../http/list-query.ts'
import type { Db } from '../../postgres/db.ts'
import type { ReportTotal } from '../../report/index.ts'

export type ReportFilter = {
  readonly merchantId: MerchantId | undefined
  readonly kinds: readonly ReportKind[]
  readonly from: Date | undefined
  readonly until: Date | undefined
  readonly after: Behind | undefined
  readonly limit: number
}

export type ListedReport = {
  readonly merchant_id: bigint
  readonly report_id: string
  readonly kind: ReportKind
  readonly format: ReportFormat
  readonly name: string
  readonly day: Day
  readonly byte_size: bigint
  readonly sha256: string
  readonly rows: bigint
  readonly totals: readonly ReportTotal[]
  readonly ready_at: Date
}

/** Reports that can be downloaded, the latest first, those of one instant by merchant and name. */
export const listKeptReports = (db: Db, filter: ReportFilter): Promise<ListedReport[]> => {
  const values: unknown[] = []
  const conditions = [
    'ready_at is not null and removed_at is null',
    filter.merchantId && `merchant_id = $${values.push(filter.merchantId)}`,
    filter.kinds.length > 0 && `kind = any ($${values.push(filter.kinds)})`,
    filter.from && `ready_at >= $${values.push(filter.from)}`,
    filter.until && `ready_at < $${values.push(filter.until)}`,
    filter.after &&
      `(ready_at, merchant_id, name collate "C") <
       (select ready_at, merchant_id, name from reports
         where ready_at = $${values.push(filter.after.at)} and report_id = $${values.push(filter.after.id)}::uuid)`,
  ].filter(Boolean)
  return db.read<ListedReport>({
    text: `select merchant_id, report_id, kind, format, name, day::text, byte_size, sha256, rows, totals, ready_at
             from reports where ${conditions.join(' and ')}
            order by ready_at desc, merchant_id desc, name collate "C" desc limit $${values.push(filter.limit)}`,
    values,
  })
}
