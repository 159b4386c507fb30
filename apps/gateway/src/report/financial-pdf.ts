import { type Account, accounts } from '@silkgate/domain'
import type { Financial, FinancialSection } from './financial.store.ts'
import { decimal, wordsOf } from './financial-files.ts'
import { type Column, openPdf } from './pdf-page.ts'
import type { PlannedReport } from './report.store.ts'

const dayWords = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  })

export const periodOf = (since: string, day: string): string =>
  since === day ? dayWords(day) : `${dayWords(since)} to ${dayWords(day)}`

const columns: readonly Column[] = [
  { x: 0, width: 200 },
  { x: 206, width: 130 },
  { x: 342, width: 40, right: true },
  { x: 388, width: 95, right: true },
]

const otherNames: Partial<Record<Account, string>> = {
  pending: 'Waiting for Alipay+',
  refunds_in_flight: 'Refunds on their way',
  reserve: 'Reserve',
  remittance_in_transit: 'Remittances on their way',
}

type Pdf = ReturnType<typeof openPdf>

const writeSection = (pdf: Pdf, { currency, opening, closing, lines, others }: FinancialSection): void => {
  const amount = (minor: bigint) => decimal(currency, minor)
  pdf.title(currency, 90)
  const soft = (text: string) => ({ text, isSoft: true })
  pdf.row(columns, [soft('Your balance'), soft('Reference'), soft('Count'), soft(`Amount in ${currency}`)], 8.5)
  pdf.rule()
  pdf.row(columns, [{ text: 'Opening balance' }, { text: '' }, { text: '' }, { text: amount(opening) }])
  for (const { kind, reference = '', count, minor } of lines) {
    pdf.row(columns, [{ text: wordsOf(kind) }, soft(reference), soft(`${count}`), { text: amount(minor) }])
  }
  pdf.rule()
  const bold = (text: string) => ({ text, weight: 'bold' as const })
  pdf.row(columns, [bold('Closing balance'), bold(''), bold(''), bold(amount(closing))])
  if (others.length === 0) return
  pdf.space(8)
  pdf.row(columns, [soft('Yours as well, and not paid out yet'), soft(''), soft(''), soft('At the end')], 8.5)
  pdf.rule()
  for (const { account, closing } of others) {
    pdf.row(columns, [
      { text: otherNames[account] ?? accounts[account].says },
      soft(''),
      soft(''),
      { text: amount(closing) },
    ])
  }
}

/** The Financial Report for people. */
export const financialPdf = (report: PlannedReport, { merchant, sections }: Financial): Promise<Buffer> => {
  const period = periodOf(report.since, report.day)
  const pdf = openPdf({
    title: `Financial Report ${report.merchantId}, ${period}`,
    author: 'silkgate',
    at: report.madeAt,
  })
  pdf.heading('Financial Report')
  pdf.text(merchant.name, { size: 11 })
  for (const line of merchant.address) pdf.text(line, { isSoft: true })
  pdf.space(8)
  pdf.text(`Merchant ${report.merchantId}`)
  pdf.text(period)
  pdf.space(6)
  if (sections.length === 0) pdf.text('Nothing has happened on this account yet.')
  for (const section of sections) writeSection(pdf, section)
  return pdf.end(report.name)
}
