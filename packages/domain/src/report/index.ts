export {
  type ReportFormat,
  type ReportKind,
  type ReportNaming,
  readReportName,
  reportKinds,
  reportNameOf,
} from './report-name.ts'
export { wxCounted, wxCounters, wxCustomerData, wxLayout, wxPaymentData } from './wx-layout.ts'
export {
  notOfSales,
  type WxCategory,
  type WxCode,
  type WxType,
  wxCodeOf,
  wxCodes,
  wxTypes,
} from './wx-record.ts'
