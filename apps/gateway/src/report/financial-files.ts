import { accounts, formatMoney, money } from '@silkgate/domain'
import { cellOf } from '../ledger/index.ts'
import { type Financial, kindWords } from './financial.store.ts'
import type { PlannedReport } from './report.store.ts'

export const decimal = (currency: string, minor: bigint): string =>
  formatMoney(money(currency, minor)).slice(0, -currency.length - 1)

export const wordsOf = (kind: string): string => kindWords[kind] ?? kind

export const dayOf = (at: Date | undefined): string =>
  at?.toLocaleDateString('sv-SE', { timeZone: 'Europe/Amsterdam' }) ?? ''

export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`

/** The Financial Report as CSV: the amounts of a currency, from its opening balance on, add up to its closing balance. */
export const financialCsv = (report: PlannedReport, { sections }: Financial): string =>
  [
    csvLine(['MerchantID', 'From', 'To', 'Currency', 'Kind', 'Reference', 'Date', 'Count', 'Amount']),
    ...sections.flatMap(({ currency, opening, lines }) => {
      const line = (kind: string, reference: string, at: string, count: string, minor: bigint) => {
        const of = [report.merchantId, report.since, report.day, currency, kind, reference, at, count]
        // A number is no text that a spreadsheet could run.
        return `${of.map(cellOf).join(',')},${decimal(currency, minor)}\r\n`
      }
      return [
        line('Opening balance', '', report.since, '', opening),
        ...lines.map(({ kind, reference = '', at, count, minor }) =>
          line(wordsOf(kind), reference, dayOf(at), `${count}`, minor),
        ),
      ]
    }),
  ].join('')

export const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

export const element = (
  name: string,
  of: Readonly<Record<string, string | undefined>>,
  inside: string[] = [],
): string => {
  const attributes = Object.entries(of).map(([key, value]) => (value ? ` ${key}="${escaped(value)}"` : ''))
  const open = `<${name}${attributes.join('')}`
  return inside.length === 0 ? `${open}/>\n` : `${open}>\n${inside.join('')}</${name}>\n`
}

/** The Financial Report as XML. */
export const financialXml = (report: PlannedReport, { merchant, sections }: Financial): string => {
  const currencies = sections.map(({ currency, opening, closing, lines, others }) => {
    const amount = (minor: bigint) => decimal(currency, minor)
    return element('currency', { code: currency }, [
      element('openingBalance', { amount: amount(opening) }),
      ...lines.map(({ kind, reference, at, count, minor }) =>
        element(reference === undefined ? 'movement' : 'remittance', {
          ...{ kind: wordsOf(kind), reference, date: dayOf(at), count: `${count}`, amount: amount(minor) },
        }),
      ),
      element('closingBalance', { amount: amount(closing) }),
      ...others.map(({ account, opening, closing }) =>
        element('balance', {
          ...{ of: account, says: accounts[account].says, opening: amount(opening), closing: amount(closing) },
        }),
      ),
    ])
  })
  const { merchantId, since, day } = report
  const of = { merchantId, merchant: merchant.name, from: since, to: day, produced: report.madeAt.toISOString() }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('financialReport', of, currencies)}`
}
