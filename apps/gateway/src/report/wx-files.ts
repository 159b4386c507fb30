import { type MerchantId, wxCounted, wxCounters, wxLayout } from '@silkgate/domain'
import type { Movement } from './read-movements.store.ts'
import type { PlannedReport } from './report.store.ts'
import type { Summary } from './tally.ts'
import { type WxField, wxCustomerFields, wxKeys, wxPaymentFields } from './wx-fields.ts'

type Writer = (movement: Movement) => string

const keyOf = (merchantId: MerchantId): WxField => ({ name: 'MerchantID', of: merchantId })

/** Writes fields one after the other; what is the same in each record is put together once. */
const inARow = (writers: readonly (string | Writer)[], between = ''): Writer => {
  const [fields, before]: [Writer[], string[]] = [[], []]
  let same = ''
  for (const [index, writer] of writers.entries()) {
    if (index > 0) same += between
    if (typeof writer === 'string') same += writer
    else {
      fields.push(writer)
      before.push(same)
      same = ''
    }
  }
  return (movement) => {
    let text = ''
    for (let index = 0; index < fields.length; index++) text += `${before[index]}${fields[index]?.(movement)}`
    return text + same
  }
}

type Movements = AsyncIterable<readonly Movement[]>

async function* written(all: Movements, write: Writer): AsyncGenerator<string> {
  for await (const movements of all) yield movements.map((one) => `${write(one)}\n`).join('')
}

/** Free text as a cell: what a spreadsheet would run as a formula begins with an apostrophe. */
const freeCell = (text: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A cell; what is there and empty is told from what is not there. */
const cell = ({ of, isFreeText }: WxField): string | Writer => {
  if (typeof of === 'string') return of
  return (movement) => {
    const value = of(movement)
    if (value === undefined) return ''
    if (value === '') return '""'
    return isFreeText ? freeCell(value) : value
  }
}

/** The same names as in the XML, one record a row; the customer's country is there once. */
const csvFieldsOf = (merchantId: MerchantId): readonly WxField[] => [keyOf(merchantId), ...wxKeys, ...wxPaymentFields]

/** The WX file as CSV. One row is one record, so that columns can be summed. */
export async function* wxCsv(movements: Movements, { merchantId }: PlannedReport): AsyncGenerator<string> {
  const fields = csvFieldsOf(merchantId)
  yield `${fields.map(({ name }) => name).join(',')}\n`
  yield* written(movements, inARow(fields.map(cell), ','))
}

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\\': '&#92;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' },
}

/** Text as XML has it; what XML cannot say is left out. */
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot say.
  text.replaceAll(/[&<>\\\u0001-\u001f\ufffe\uffff]/g, (one) => entities[one] ?? '')

/** An element, nothing where it has no value. */
const element = ({ name, of, isFreeText }: WxField): string | Writer => {
  const [begin, end] = [`<${name}>`, `</${name}>`]
  if (typeof of === 'string') return begin + of + end
  return (movement) => {
    const value = of(movement)
    if (value === undefined) return ''
    return begin + (isFreeText ? escaped(value) : value) + end
  }
}

const part = (name: string, fields: readonly WxField[]): (string | Writer)[] => [
  `<${name}>`,
  ...fields.map(element),
  `</${name}>`,
]

const recordOf = (merchantId: MerchantId): Writer =>
  inARow([
    ...['<DataRecord>', ...[keyOf(merchantId), ...wxKeys].map(element), ...part('PaymentData', wxPaymentFields)],
    ...['<ThirdPartyData/><MerchantData/>', ...part('CustomerData', wxCustomerFields), '</DataRecord>'],
  ])

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

const foot = (merchantId: MerchantId, { counts, rows, shown }: Summary): string => {
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

/** The WX file as XML, a record a line. */
export async function* wxXml(
  movements: Movements,
  report: PlannedReport,
  summary: () => Summary,
): AsyncGenerator<string> {
  yield head(report)
  yield* written(movements, recordOf(report.merchantId))
  yield foot(report.merchantId, summary())
}
