export {
  type BrokenRow,
  type EndOfReport,
  openReport,
  type Report,
  type ReportRow,
  type ReportSummary,
  type UnreadableReport,
} from './read-report.ts'
export { headerOf, type ReportKind, reportColumns, reportKinds } from './report-layout.ts'
