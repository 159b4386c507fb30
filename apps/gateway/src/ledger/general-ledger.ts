import { formatMoney, money } from '@silkgate/domain'
import type { StoredTransfer } from './find-transfers.store.ts'

const heading = [
  ...['transferId', 'merchantId', 'paymentId', 'about', 'accountingDate', 'at', 'reason'],
  ...['debitAccount', 'creditAccount', 'currency', 'amount'],
]

/** A cell as RFC 4180 has it; what a spreadsheet would take for a formula begins with an apostrophe. */
export const cellOf = (text: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const lineOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`

const decimal = (currency: string, minor: bigint): string =>
  formatMoney(money(currency, minor)).slice(0, -currency.length - 1)

/**
 * A general ledger as CSV (RFC 4180), piece by piece: a row for each transfer, with both accounts, and at the end a row for
 * each currency with how many there were and their sum. The same transfers give the same bytes.
 */
export const generalLedger = () => {
  const totals = new Map<string, { count: number; minor: bigint }>()
  return {
    begin: (): string => lineOf(heading),
    rows: (page: readonly StoredTransfer[]): string =>
      page
        .map((row) => {
          const { currency, minor } = row
          const { count, minor: sum } = totals.get(currency) ?? { count: 0, minor: 0n }
          totals.set(currency, { count: count + 1, minor: sum + minor })
          return lineOf([
            ...[row.transfer_id, row.merchant_id.toString(), row.payment_id ?? '', row.about ?? ''],
            ...[row.accounting_date, row.at.toISOString(), row.reason, row.debit, row.credit],
            ...[currency, decimal(currency, minor)],
          ])
        })
        .join(''),
    end: (): string =>
      [...totals]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([currency, { count, minor }]) =>
          lineOf([
            'total',
            ...heading.slice(2, 7).map(() => ''),
            `${count}`,
            '',
            '',
            currency,
            decimal(currency, minor),
          ]),
        )
        .join(''),
  }
}
