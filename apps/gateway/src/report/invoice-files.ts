import type { Invoice } from '@silkgate/domain'
import { cellOf } from '../ledger/index.ts'
import { csvLine, decimal } from './financial-files.ts'
import { priceWords, vatWords } from './invoice-words.ts'

const heads = [
  'Number',
  'Date',
  'From',
  'To',
  'MerchantID',
  'Currency',
  'Kind',
  'Text',
  'Count',
  'Volume',
  'Fee',
  'Amount',
]

/** An invoice or credit note as CSV: a row for each line and one for VAT, whose amounts add up to its total. */
export const invoiceCsv = (invoice: Invoice): string => {
  const { number, issuedOn, from, through, merchantId, currency } = invoice
  const row = (kind: string, text: string, [count, volume, fee]: readonly string[], minor: bigint): string => {
    const of = [number, issuedOn, from, through, merchantId, currency, kind, text, count, volume, fee]
    // A number is no text that a spreadsheet could run.
    return `${of.map((cell = '') => cellOf(cell)).join(',')},${decimal(currency, minor)}\r\n`
  }
  const lines = invoice.lines.map(({ says, count, base, price, minor }) => {
    const volume = base === undefined ? '' : decimal(currency, base)
    return row('fee', says, [`${count}`, volume, price === undefined ? '' : priceWords(currency, price)], minor)
  })
  return [csvLine(heads), ...lines, row('VAT', vatWords(invoice), [], invoice.vat)].join('')
}
