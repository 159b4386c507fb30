export {
  creditNoteOf,
  type FeesTaken,
  feeLines,
  type Invoice,
  type InvoiceKind,
  type InvoiceLine,
  type InvoiceParty,
  invoiceNumberOf,
  invoiceOf,
  monthOf,
} from './invoice.ts'
export {
  defaultVatTerms,
  type VatTerms,
  type VatTreatment,
  vatGivenBack,
  vatOf,
  vatTreatments,
} from './vat.ts'
