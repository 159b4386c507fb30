import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { listReports, type Report } from './report.store.ts'

/** A report as its merchant sees it: what is told of it never changes, and where its bytes are. */
export const reportView = ({ merchantId, made, ...report }: Report) => ({
  ...{ name: report.name, kind: report.kind, format: report.format, day: report.day, since: report.since },
  ...(report.currency !== undefined && { currency: report.currency }),
  version: report.version,
  ...(report.invoiceNumber !== undefined && { invoiceNumber: report.invoiceNumber }),
  readyAt: made?.readyAt.toISOString(),
  ...{ rows: Number(made?.rows ?? 0), bytes: Number(made?.byteSize ?? 0), sha256: made?.sha256 },
  path: `/reporting/v1/${merchantId}/reports/${report.name}`,
})

export type ReportView = ReturnType<typeof reportView>

/** Reports of a merchant by their ids. */
export const reportViews = async (
  db: Db,
  merchantId: MerchantId,
  reportIds: readonly string[],
): Promise<ReadonlyMap<string, ReportView>> => {
  const reports = reportIds.length === 0 ? [] : await listReports(db, { merchantId, reportIds, isReady: true })
  return new Map(reports.map((report) => [report.reportId, reportView(report)]))
}
