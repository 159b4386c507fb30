import { type Invoice, type InvoiceLine, invoiceOf } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { feeLinesOf } from './fees.store.ts'
import { listInvoices, type StoredInvoice } from './invoice.store.ts'

/** What the books say of an invoice beside its lines. */
type Booked = { readonly net: bigint; readonly vat: bigint }

const bookedAbout = async (tx: Tx, { merchantId, number }: Invoice): Promise<Booked> => {
  const [row] = await tx.run<Booked>({
    text: `select coalesce(sum(minor) filter (where reason = 'fee credited'), 0)::bigint as net,
                  coalesce(sum(case credit when 'vat_payable' then minor else - minor end)
                           filter (where 'vat_payable' in (debit, credit)), 0)::bigint as vat
             from transfers where merchant_id = $1 and about = $2`,
    values: [merchantId, number],
  })
  return row ?? { net: 0n, vat: 0n }
}

/** An invoice by its number, as it was issued. */
export const readInvoice = async (tx: Tx, number: string): Promise<StoredInvoice> => {
  const [found] = await listInvoices({ read: tx.run }, { number })
  if (found === undefined) throw new Error(`Broken invariant: there is no invoice ${number}`)
  return found
}

/** What an invoice or credit note would say if it were made from the books now: the same, or they differ. */
export const invoiceFromBooks = async (tx: Tx, { invoice, month = '' }: StoredInvoice): Promise<Invoice> => {
  const booked = await bookedAbout(tx, invoice)
  if (invoice.kind === 'credit_note') {
    const { net, vat } = { net: booked.net, vat: -booked.vat }
    const lines = invoice.lines.map((line): InvoiceLine => ({ ...line, minor: net }))
    return { ...invoice, lines, net, vat, total: net + vat }
  }
  const { merchantId, currency } = invoice
  const drawn = invoiceOf(invoice, await feeLinesOf(tx, { merchantId, currency, month }))
  return { ...drawn, vat: booked.vat, total: drawn.net + booked.vat }
}
