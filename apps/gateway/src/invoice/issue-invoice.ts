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
import { holdSeries, insertInvoice } from './invoice.store.ts'
import { type DueCut, endCut, holdCut, unbilled } from './run.store.ts'
import { listSuppliers, type Supplier } from './supplier.store.ts'
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

/** Bills fees in a currency; answers whether there was something to bill. */
const issueOne = async (tx: Tx, supplier: Supplier, bill: Bill, at: Date): Promise<boolean> => {
  const { merchantId, currency, month } = bill
  const lines = await feeLinesOf(tx, bill)
  if (lines.length === 0) return false
  const issuedOn = dayInAmsterdam(at)
  const numbered = { series: supplier.series, year: Number(issuedOn.slice(0, 4)), kind: 'invoice' as const }
  const running = await holdSeries(tx, numbered)
  const vatTerms = await vatTermsOf({ read: tx.run }, merchantId, month)
  const { from, through } = monthOf(month)
  const head = {
    ...{ number: invoiceNumberOf('invoice', numbered.series, numbered.year, running), merchantId, currency },
    ...{ issuedOn, from, through, supplier: supplier.party, vatTerms },
    customer: await customerOf(tx, merchantId, vatTerms.vatId),
  }
  const invoice = invoiceOf(head, lines)
  await insertInvoice(tx, { ...numbered, invoice, running, at, month })
  const vat = postings.vatCharged(merchantId, money(currency, invoice.vat))
  await postTransfers(tx, vat, { about: invoice.number, at })
  return true
}

/**
 * Bills a merchant's fees of a month, an invoice for each currency: numbers, invoices, the VAT that they charge and the files
 * that are to be made, in one commit. Answers how many; undefined where somebody else does it, or has done it.
 */
export const issueInvoicesOf = (
  db: Db,
  cut: Pick<DueCut, 'merchantId' | 'month'>,
  at: Date,
): Promise<number | undefined> =>
  db.transaction('invoice.commit_invoice', async (tx) => {
    if (!(await holdCut(tx, cut))) return undefined
    const [supplier] = await listSuppliers({ read: tx.run })
    if (supplier === undefined) throw new Error('Nobody bills: "silkgate invoice set-supplier" first.')
    let issued = 0
    for (const currency of await unbilled(tx, cut)) {
      if (await issueOne(tx, supplier, { ...cut, currency }, at)) issued += 1
    }
    await endCut(tx, cut)
    return issued
  })
