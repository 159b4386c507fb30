export { coveredFees } from './fees.store.ts'
export { invoiceFromBooks, readInvoice } from './from-books.store.ts'
export { invoiceWork } from './invoice.jobs.ts'
export { nextInvoices } from './run.store.ts'
