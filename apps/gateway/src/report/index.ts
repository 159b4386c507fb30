export { dailyReportsWork } from './make-reports.jobs.ts'
export { reportsDue } from './plan-reports.store.ts'
export {
  listReports,
  type MadeReport,
  type PlannedReport,
  type Range,
  type Report,
  type ReportQuery,
  type ReportTotal,
} from './report.store.ts'
export { openReportFiles, type ReportFiles, type Written } from './report-files.ts'
export { type ReportView, reportView, reportViews } from './report-view.ts'
