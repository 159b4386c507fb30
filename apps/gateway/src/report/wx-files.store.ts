import { type MerchantId, wxCounted, wxCounters, wxLayout } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import type { PlannedReport } from './report.store.ts'
import type { Summary } from './stage-movements.store.ts'
import {
  shownAmounts,
  shownTotals,
  type WxField,
  wxCustomerFields,
  wxKeys,
  wxPaymentFields,
} from './wx-fields.store.ts'

/** SQL: the rows to tell; the merchant's id is a number, since a query for COPY takes no parameters. */
const movementsOf = (merchantId: MerchantId, { currencies }: Summary): string =>
  `(select '${BigInt(merchantId)}' as merchant_id, m.*, ${shownAmounts(currencies)} from movements m offset 0) m`

/** SQL: text that a spreadsheet would run as a formula begins with an apostrophe. */
const harmless = (sql: string): string =>
  `case when ascii(${sql}) in (61, 43, 45, 64, 9, 13) then '''' || ${sql} else ${sql} end`

/** The same names as in the XML, one record a row; the customer's country is there once. */
const csvFields: readonly WxField[] = [...wxKeys, ...wxPaymentFields]

/** The WX file as CSV: PostgreSQL formats it. One row is one record, so that columns can be summed. */
export const wxCsv = (tx: Tx, { merchantId }: PlannedReport, summary: Summary): AsyncIterable<Buffer> => {
  const fields = csvFields.map(({ name, sql, isFreeText }) => `${isFreeText ? harmless(sql) : sql} as "${name}"`)
  return tx.copyOut(`select ${fields.join(', ')} from ${movementsOf(merchantId, summary)}`, 'format csv, header')
}

const entities = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  // COPY writes a backslash and a line's end in its own way, so there is none.
  ['\\', '&#92;'],
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
] as const

const literal = (text: string): string =>
  `U&'${[...text].map((one) => `\\${one.codePointAt(0)?.toString(16).padStart(4, '0')}`).join('')}'`

/** SQL: text as XML has it; what XML cannot say is left out. */
const escaped = (sql: string): string => {
  const cleaned = `regexp_replace(${sql}, '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]', '', 'g')`
  const replaced = entities.reduce((text, [from, to]) => `replace(${text}, ${literal(from)}, '${to}')`, cleaned)
  return `case when ${sql} ~ '[&<>\\\\\\x01-\\x1f\\ufffe\\uffff]' then ${replaced} else ${sql} end`
}

const isConstant = (sql: string): boolean => /^'[^']*'$/.test(sql)

/** SQL: an element, nothing where it has no value. */
const element = ({ name, sql, isFreeText }: WxField): string =>
  isConstant(sql)
    ? `'<${name}>${sql.slice(1, -1)}</${name}>'`
    : `'<${name}>' || ${isFreeText ? escaped(sql) : `(${sql})`} || '</${name}>'`

const part = (name: string, fields: readonly WxField[]): string =>
  `'<${name}>', ${fields.map(element).join(', ')}, '</${name}>'`

const record = `concat('<DataRecord>', ${wxKeys.map(element).join(', ')}, ${part('PaymentData', wxPaymentFields)},
  '<ThirdPartyData/><MerchantData/>', ${part('CustomerData', wxCustomerFields)}, '</DataRecord>')`

const tag = (name: string, value: string | bigint): string => `<${name}>${value}</${name}>`

const head = ({ merchantId, name, day, since }: PlannedReport): string => {
  const [extension = '', of, version] = name.split('.')
  const values: Readonly<Record<(typeof wxLayout.header)[number], string>> = {
    AccountID: merchantId,
    Filename: `${of}.${version}`,
    FilenameExtension: extension,
    DateProduction: day,
    SerialNumber: '',
    PeriodFrom: since,
    PeriodTo: day,
    CutoffTime: wxLayout.cutoffTime,
    Version: wxLayout.version,
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<tns:report xmlns:tns="${wxLayout.namespace}">
${wxLayout.header.map((one) => tag(one, values[one])).join('')}
`
}

type Shown = { currency: string; credited: string; debited: string; due: string }

const foot = (merchantId: MerchantId, { counts, rows }: Summary, shown: readonly Shown[]): string => {
  const counted = (names: readonly string[] = []) =>
    counts.reduce((sum, { of, count }) => (names.includes(of) ? sum + count : sum), 0n)
  const totals = shown.map(({ currency, credited, debited, due }) => {
    const values = [merchantId, currency, credited, debited, due]
    return `<TotalAmount>${wxLayout.totalAmount.map((name, index) => tag(name, values[index] ?? '')).join('')}</TotalAmount>\n`
  })
  const counters = wxCounters.map((name) => tag(name, counted(wxCounted[name])))
  const numberOfRecords = tag('NumberOfRecords', rows)
  return `${totals.join('')}<Totals>${numberOfRecords}${counters.join('')}</Totals>\n${numberOfRecords}\n</tns:report>\n`
}

/** The WX file as XML, a record a line: PostgreSQL writes the records. */
export async function* wxXml(tx: Tx, report: PlannedReport, summary: Summary): AsyncGenerator<Buffer | string> {
  yield head(report)
  yield* tx.copyOut(`select ${record} from ${movementsOf(report.merchantId, summary)}`, 'format text')
  yield foot(report.merchantId, summary, await tx.run<Shown>({ text: shownTotals, values: [] }))
}
