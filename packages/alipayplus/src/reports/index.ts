export { type ReportFault, reportFaults } from './faults.ts'
export {
  type BrokenRow,
  type EndOfReport,
  openReport,
  type Report,
  type ReportRow,
  type ReportSummary,
  type UnreadableReport,
} from './read-report.ts'
export {
  headersOf,
  type ReportKind,
  readReportName,
  reportColumns,
  reportKinds,
  sequenceOfReport,
} from './report-layout.ts'
