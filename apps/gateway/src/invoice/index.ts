export { cutBefore, isCovered } from './fees.store.ts'
export { invoiceFromBooks, readInvoice } from './from-books.store.ts'
export { invoiceWork } from './invoice.jobs.ts'
export { nextInvoiceRun } from './run.store.ts'
