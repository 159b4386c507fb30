import type { ReportKind } from '@silkgate/domain'
import { beginOf } from '../ui/format.ts'
import { pagesOf } from '../ui/pages.tsx'

export type Report = {
  readonly merchantId: string
  readonly name: string
  readonly kind: ReportKind
  readonly format: string
  readonly day: string
  readonly bytes: string
  readonly rows: string
  readonly sha256: string
  /** What its rows come to, by currency, in its smallest unit. */
  readonly totals: readonly { readonly currency: string; readonly due: string }[]
  readonly readyAt: string
}

export type ReportSearch = {
  readonly kind?: string
  readonly merchant?: string
  readonly from?: string
  readonly until?: string
}

export const reportList = ({ from, until, ...same }: ReportSearch) =>
  pagesOf<Report>('/reports', {
    ...same,
    ...(from ? { from: beginOf(from) } : {}),
    ...(until ? { until: beginOf(until, 1) } : {}),
  })
