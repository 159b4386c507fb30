import type { Readable } from 'node:stream'
import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { type ReportFiles, type ReportView, reportViews } from '../report/index.ts'
import { type KeptReport, keptReports, type ReportPageQuery, toldReports } from './delivery.store.ts'

/** Some of a merchant's reports. `next` is to be kept even where nothing came. */
export type ReportPage = {
  readonly reports: readonly (ReportView & { readonly removedAt?: string })[]
  readonly next: string
  readonly hasMore: boolean
}

/** Reports as their merchants list and download them. */
export const reportsForMerchants = (db: Db, files: Pick<ReportFiles, 'openAnywhere'>) => ({
  page: async (merchantId: MerchantId, query: ReportPageQuery): Promise<ReportPage> => {
    const rows = await toldReports(db, merchantId, { ...query, limit: query.limit + 1 })
    const shown = rows.slice(0, query.limit)
    const views = await reportViews(
      db,
      merchantId,
      shown.map(({ report_id }) => report_id),
    )
    const reports = shown.flatMap(({ report_id, removed_at }) => {
      const view = views.get(report_id)
      if (view === undefined) return []
      return removed_at === null ? view : { ...view, removedAt: removed_at.toISOString() }
    })
    return { reports, next: String(shown.at(-1)?.position ?? query.after), hasMore: rows.length > query.limit }
  },
  /** A report from its beginning; undefined where the merchant has none of this name that is kept. */
  open: async (
    merchantId: MerchantId,
    name: string,
  ): Promise<{ readonly report: KeptReport; readonly stream: Readable } | undefined> => {
    const [report] = await keptReports(db, merchantId, name)
    const handle = report && (await files.openAnywhere(merchantId, name))
    if (report === undefined || handle === undefined) return undefined
    return { report, stream: handle.createReadStream({ highWaterMark: 1 << 18 }) }
  },
})

export type { ReportPageQuery }
export type ReportsForMerchants = ReturnType<typeof reportsForMerchants>
