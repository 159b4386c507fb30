import type { Day } from '../calendar/index.ts'
import type { MerchantId } from '../kernel/index.ts'
import { wxLayout } from './wx-layout.ts'

/** What merchants are given, and in which formats. */
export const reportKinds = {
  wx: { formats: ['xml', 'csv'], says: 'what happened to each payment, as Worldline’s WX file' },
  transactions: { formats: ['xlsx'], says: 'the same for people, as a spreadsheet' },
  financial: { formats: ['pdf', 'csv', 'xml'], says: 'balances, fees and remittances, from Monday to Friday' },
  invoice: { formats: ['pdf', 'csv', 'xml'], says: 'our fees of a month in a currency, as an invoice' },
  credit_note: { formats: ['pdf', 'csv', 'xml'], says: 'fees of an invoice that are given back' },
} as const

export type ReportKind = keyof typeof reportKinds
export type ReportFormat = (typeof reportKinds)[ReportKind]['formats'][number]

export type ReportNaming = {
  readonly kind: ReportKind
  readonly format: ReportFormat
  readonly merchantId: MerchantId
  readonly day: Day
  readonly version: number
  /** Of invoices and credit notes: what the numbers of the legal entity begin with. */
  readonly series?: string
}

/**
 * A report's file name: `wx1.000000123420260423.010226.xml.gz`. The WX file has the version of its layout behind the day, and
 * is called wx2 where it takes the place of wx1. Invoices and credit notes have their series and running number there,
 * `invoice.000000123420261201.SG-000017.pdf`; the others count their own versions.
 */
export const reportNameOf = ({ kind, format, merchantId, day, version, series }: ReportNaming): string => {
  const of = `${merchantId.padStart(10, '0')}${day.replaceAll('-', '')}`
  if (kind === 'wx') return `wx${version}.${of}.${wxLayout.versionInName}.${format}.gz`
  const numbered = series === undefined || !(kind === 'invoice' || kind === 'credit_note') ? '' : `${series}-`
  return `${kind}.${of}.${numbered}${version.toString().padStart(6, '0')}.${format}`
}

const namePattern =
  /^(?:wx([1-9]\d*)|([a-vyz][a-z_]+))\.(\d{10})(\d{4})(\d\d)(\d\d)\.(?:([A-Z0-9]{1,8})-)?(\d{6})\.(xml|csv|pdf|xlsx)(?:\.gz)?$/

/** Which report a name belongs to; undefined where it is none of ours. */
export const readReportName = (name: string): ReportNaming | undefined => {
  const read = namePattern.exec(name)
  if (read === null) return undefined
  const [, wx, kind = 'wx', merchant = '', year, month, date, series, version, format] = read
  const naming: ReportNaming = {
    kind: kind as ReportKind,
    format: format as ReportFormat,
    merchantId: BigInt(merchant).toString(),
    day: `${year}-${month}-${date}`,
    version: Number(wx ?? version),
    ...(series !== undefined && { series }),
  }
  return Object.hasOwn(reportKinds, kind) && reportNameOf(naming) === name ? naming : undefined
}
