import type { MerchantId } from '@silkgate/domain'
import { pageOf, stampAt } from '../../http/place.ts'
import type { Db } from '../../postgres/db.ts'
import type { ReportsForMerchants } from '../reports-for-merchants.ts'
import { listKeptReports, type ReportFilter } from './report-list.store.ts'

type Needs = { readonly db: Db; readonly reports: Pick<ReportsForMerchants, 'open'> }

/** Reports as the console lists and fetches them: a merchant's people theirs alone. */
export const reportWork = ({ db, reports }: Needs) => ({
  page: async (filter: ReportFilter) => {
    const rows = await listKeptReports(db, { ...filter, limit: filter.limit + 1 })
    const page = pageOf(rows, filter.limit, (row) => ({ at: stampAt(row.ready_at), id: row.report_id }))
    return {
      ...page,
      rows: page.rows.map((row) => ({
        ...{ merchantId: row.merchant_id, name: row.name, kind: row.kind, format: row.format, day: row.day },
        ...{ bytes: row.byte_size, rows: row.rows, sha256: row.sha256, totals: row.totals, readyAt: row.ready_at },
      })),
    }
  },

  /** Undefined where `scope`, the one merchant that the caller may see, is another, and where there is no such report. */
  open: async (scope: MerchantId | undefined, merchantId: MerchantId, name: string) =>
    scope === undefined || scope === merchantId ? reports.open(merchantId, name) : undefined,
})

export type ReportWork = ReturnType<typeof reportWork>
