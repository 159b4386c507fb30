import {
  type InvoiceParty,
  invoiceNumberOf,
  invoiceOf,
  type MerchantId,
  money,
  monthOf,
  postings,
} from '@silkgate/domain'
import { dayInAmsterdam } from '../amsterdam.ts'
import { postTransfers } from '../ledger/index.ts'
import { readMerchant } from '../merchant/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { type Bill, feeLinesOf } from './fees.store.ts'
import { holdSeries, insertInvoice, isBilled } from './invoice.store.ts'
import { listSuppliers } from './supplier.store.ts'
import { vatTermsOf } from './vat-terms.store.ts'

/** A merchant as an invoice names it. */
const customerOf = async (tx: Tx, merchantId: MerchantId, vatId: string | undefined): Promise<InvoiceParty> => {
  const merchant = await readMerchant({ read: tx.run }, merchantId)
  if (merchant === undefined)
    throw new Error(`Broken invariant: fees were taken of ${merchantId}, and there is no such merchant`)
  const { name, address } = merchant
  const { address1, address2, zipCode, city, region } = address
  return {
    name,
    ...(address1 && { street: address1 }),
    ...(address2 && { further: address2 }),
    ...(zipCode && { postcode: zipCode }),
    ...(city && { city }),
    country: region,
    ...(vatId !== undefined && { vatId }),
  }
}

/**
 * Bills a merchant's fees of a month in a currency: number, invoice, the VAT that it charges and the files that are to be made,
 * in one commit. Answers whether it did; not where somebody else has, or no fee is covered.
 */
export const issueInvoice = (db: Db, bill: Bill, at: Date): Promise<boolean> =>
  db.transaction('invoice.commit_invoice', async (tx) => {
    const { merchantId, currency, month } = bill
    const [supplier] = await listSuppliers({ read: tx.run })
    if (supplier === undefined) throw new Error('Nobody bills: "silkgate invoice supplier" first.')
    const issuedOn = dayInAmsterdam(at)
    const numbered = { series: supplier.series, year: Number(issuedOn.slice(0, 4)), kind: 'invoice' as const }
    const running = await holdSeries(tx, numbered)
    const lines = (await isBilled(tx, bill)) ? [] : await feeLinesOf(tx, bill)
    if (lines.length === 0) return false
    const vatTerms = await vatTermsOf({ read: tx.run }, merchantId, month)
    const { from, through } = monthOf(month)
    const head = {
      ...{ number: invoiceNumberOf('invoice', numbered.series, numbered.year, running), merchantId, currency },
      ...{ issuedOn, from, through, supplier: supplier.party, vatTerms },
      customer: await customerOf(tx, merchantId, vatTerms.vatId),
    }
    const invoice = invoiceOf(head, lines)
    await insertInvoice(tx, { ...numbered, invoice, running, at, month })
    await postTransfers(tx, postings.vatCharged(merchantId, money(currency, invoice.vat)), {
      about: invoice.number,
      at,
    })
    return true
  })
