import type { Invoice, InvoiceParty } from '@silkgate/domain'
import { decimal } from './financial-files.ts'
import { bold, dayWords, grouped, periodOf, plain, soft } from './financial-pdf.ts'
import { addressLines, priceWords, settledWords, titleOf, vatWords } from './invoice-words.ts'
import { type Cell, type Column, openPdf } from './pdf-page.ts'
import type { PlannedReport } from './report.store.ts'

const halves: readonly Column[] = [
  { x: 0, width: 225 },
  { x: 250, width: 233 },
]

const facts: readonly Column[] = [
  { x: 0, width: 110 },
  { x: 114, width: 369 },
]

const columns: readonly Column[] = [
  { x: 0, width: 168 },
  { x: 172, width: 55, right: true },
  { x: 231, width: 92, right: true },
  { x: 327, width: 78, right: true },
  { x: 409, width: 74, right: true },
]

const sums: readonly Column[] = [
  { x: 0, width: 385 },
  { x: 389, width: 94, right: true },
]

const partyCells = (of: string, party: InvoiceParty): Cell[] => [
  soft(of),
  bold(party.name),
  ...addressLines(party).map(plain),
  ...(party.vatId === undefined ? [] : [plain(`VAT id ${party.vatId}`)]),
  ...(party.registration === undefined ? [] : [plain(`Register ${party.registration}`)]),
]

const factsOf = (invoice: Invoice): (readonly [string, string])[] => [
  [`${titleOf(invoice)} number`, invoice.number],
  ['Date of issue', dayWords(invoice.issuedOn)],
  ['Services from', periodOf(invoice.from, invoice.through)],
  ['Merchant', invoice.merchantId],
  ...(invoice.corrects === undefined
    ? []
    : [
        ['Corrects', `Invoice ${invoice.corrects.number} of ${dayWords(invoice.corrects.issuedOn)}`] as const,
        ['Reason', invoice.corrects.reason] as const,
      ]),
]

/** An invoice or credit note for people. */
export const invoicePdf = async (report: PlannedReport, invoice: Invoice): Promise<Buffer> => {
  const { currency } = invoice
  const amount = (minor: bigint) => grouped(decimal(currency, minor))
  const title = titleOf(invoice)
  const pdf = await openPdf({ title: `${title} ${invoice.number}`, author: invoice.supplier.name, at: report.madeAt })
  pdf.heading(title)
  pdf.paragraphs(halves, [partyCells('From', invoice.supplier), partyCells('To', invoice.customer)])
  pdf.space(10)
  for (const [name, value] of factsOf(invoice)) pdf.paragraphs(facts, [[soft(name)], [plain(value)]])
  pdf.space(14)
  pdf.table(
    columns,
    ['Service', 'Count', 'Settled volume', 'Fee', `Amount in ${currency}`].map(soft),
    invoice.lines.map(({ says, count, base, price, minor }) => [
      plain(says),
      soft(grouped(`${count}`)),
      soft(base === undefined ? '' : amount(base)),
      soft(price === undefined ? '' : priceWords(currency, price)),
      plain(amount(minor)),
    ]),
  )
  pdf.keep(110)
  pdf.rule()
  pdf.row(sums, [plain('Total without VAT'), plain(amount(invoice.net))])
  pdf.row(sums, [plain(vatWords(invoice)), plain(amount(invoice.vat))])
  pdf.row(sums, [bold(`Total in ${currency}`), bold(amount(invoice.total))])
  pdf.row(sums, [soft(settledWords(invoice)), soft(amount(-invoice.total))])
  pdf.rule()
  pdf.row(sums, [bold('To be paid'), bold(amount(0n))])
  return pdf.end(`${title} ${invoice.number}`)
}
