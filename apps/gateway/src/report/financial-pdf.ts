import { type Account, accounts } from '@silkgate/domain'
import type { Financial, FinancialSection } from './financial.store.ts'
import { dayOf, decimal, wordsOf } from './financial-files.ts'
import { type Cell, type Column, openPdf } from './pdf-page.ts'
import type { PlannedReport } from './report.store.ts'

export const dayWords = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  })

export const periodOf = (since: string, day: string): string =>
  since === day ? dayWords(day) : `${dayWords(since)} to ${dayWords(day)}`

const columns: readonly Column[] = [
  { x: 0, width: 148 },
  { x: 152, width: 54 },
  { x: 208, width: 126 },
  { x: 336, width: 56, right: true },
  { x: 394, width: 89, right: true },
]

/** A line of words and an amount alone. */
const sums: readonly Column[] = [
  { x: 0, width: 350 },
  { x: 394, width: 89, right: true },
]

const otherNames: Partial<Record<Account, string>> = {
  pending: 'Waiting for Alipay+',
  refunds_in_flight: 'Refunds on their way',
  reserve: 'Reserve',
  remittance_in_transit: 'Remittances on their way',
}

/** `1,234,567.89`, as people read it. */
export const grouped = (text: string): string =>
  text.replace(/^-?\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ','))

type Pdf = Awaited<ReturnType<typeof openPdf>>

export const soft = (text: string): Cell => ({ text, isSoft: true })
export const bold = (text: string): Cell => ({ text, weight: 'bold' })
export const plain = (text: string): Cell => ({ text })

const writeSection = (pdf: Pdf, { currency, opening, closing, lines, others }: FinancialSection): void => {
  const amount = (minor: bigint) => grouped(decimal(currency, minor))
  pdf.title(currency, 90)
  pdf.table(columns, ['Your balance', 'Date', 'Reference', 'Count', `Amount in ${currency}`].map(soft), [
    [plain('Opening balance'), plain(''), plain(''), plain(''), plain(amount(opening))],
    ...lines.map(({ kind, reference = '', at, count, minor }) => [
      plain(wordsOf(kind)),
      ...[dayOf(at), reference, grouped(`${count}`)].map(soft),
      plain(amount(minor)),
    ]),
  ])
  pdf.keep(30)
  pdf.rule()
  pdf.row(sums, [bold('Closing balance'), bold(amount(closing))])
  if (others.length === 0) return
  pdf.space(8)
  pdf.row(sums, [soft('Yours as well, and not paid out yet'), soft('At the end')], 8.5)
  pdf.rule()
  for (const { account, closing } of others) {
    pdf.row(sums, [plain(otherNames[account] ?? accounts[account].says), plain(amount(closing))])
  }
}

/** The Financial Report for people. */
export const financialPdf = async (report: PlannedReport, { merchant, sections }: Financial): Promise<Buffer> => {
  const period = periodOf(report.since, report.day)
  const pdf = await openPdf({
    title: `Financial Report ${report.merchantId}, ${period}`,
    author: 'silkgate',
    at: report.madeAt,
  })
  pdf.heading('Financial Report')
  pdf.paragraphs([{ x: 0, width: pdf.width }], [[plain(merchant.name)]], 11)
  for (const line of merchant.address) pdf.text(line, { isSoft: true })
  pdf.space(8)
  pdf.text(`Merchant ${report.merchantId}`)
  pdf.text(period)
  pdf.space(6)
  if (sections.length === 0) pdf.text('Nothing has happened on this account yet.')
  for (const section of sections) writeSection(pdf, section)
  return pdf.end(report.name)
}
