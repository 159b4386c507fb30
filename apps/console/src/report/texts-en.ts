import type { ReportKind } from '@silkgate/domain'

export const reportTexts = {
  name: 'Reports',
  schedule:
    'Made every day at 23:30 in Amsterdam, invoices on the first business day of a month. Totals are as in the ledger.',
  file: 'File',
  total: 'Comes to',
  rows: 'Rows',
  readyIn: (zone: string) => `Ready, ${zone}`,
  checksum: 'SHA-256',
  download: (name: string) => `Download ${name}`,
  downloadShort: 'Download',
  from: 'Ready from',
  none: 'There is no report yet. The first ones are made tonight, 23:30 in Amsterdam.',
  noMatch: 'No report matches.',
  kinds: {
    wx: 'WX file',
    transactions: 'Spreadsheet',
    financial: 'Financial Report',
    invoice: 'Invoice',
    credit_note: 'Credit note',
  } satisfies Readonly<Record<ReportKind, string>> as Readonly<Record<ReportKind, string>>,
}

export type ReportTexts = typeof reportTexts
