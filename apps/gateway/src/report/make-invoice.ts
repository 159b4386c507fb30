import type { Invoice } from '@silkgate/domain'
import { readInvoice } from '../invoice/index.ts'
import type { Tx } from '../postgres/db.ts'
import { invoiceCsv } from './invoice-files.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { invoiceUbl } from './invoice-ubl.ts'
import type { MadeReport, PlannedReport } from './report.store.ts'

/** What an invoice takes from the merchant's balance in all, or a credit note adds to it. */
const totalsOf = ({ kind, currency, total }: Invoice): MadeReport['totals'] => {
  const due = kind === 'invoice' ? -total : total
  const [credited, debited] = due < 0n ? [0n, -due] : [due, 0n]
  return [{ currency, credited: credited.toString(), debited: debited.toString(), due: due.toString() }]
}

/** A file of an invoice or credit note: what was issued, as it was issued. */
export const writeInvoice = async (tx: Tx, report: PlannedReport, number: string) => {
  const { invoice } = await readInvoice(tx, number)
  const of = {
    pdf: invoicePdf,
    csv: (_: unknown, one: Invoice) => invoiceCsv(one),
    xml: (_: unknown, one: Invoice) => invoiceUbl(one),
  }
  if (report.format === 'xlsx') throw new Error('Broken invariant: no invoice is made as xlsx')
  return {
    bytes: await of[report.format](report, invoice),
    rows: BigInt(invoice.lines.length),
    totals: totalsOf(invoice),
  }
}
