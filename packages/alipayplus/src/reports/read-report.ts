import type { ReportFault } from './faults.ts'
import { readers, signs } from './read-cell.ts'
import { type CsvRecord, readRecords } from './records.ts'
import {
  type CellType,
  type CellValues,
  type ColumnsOf,
  layoutOf,
  type ReportKind,
  readBatchId,
  readReportName,
  reportKinds,
} from './report-layout.ts'

type Values<Columns> = {
  readonly [Field in keyof Columns]: Columns[Field] extends readonly [string, infer Type extends CellType]
    ? CellValues[Type]
    : never
}

/** The totals that a report says of itself. */
export type ReportSummary<Kind extends ReportKind> = Values<ColumnsOf<Kind, 'summary'>>

/** A row of a report, and the line of the file on which it stands. */
export type ReportRow<Kind extends ReportKind> = Values<ColumnsOf<Kind, 'detail'>> & { readonly line: number }

/** A row that could not be read: where, and why. `column` is its header; it is empty where the row is broken as a whole. */
export type BrokenRow = {
  readonly line: number
  readonly column: string
  readonly reason: ReportFault
  readonly raw: string
}

/** How a report ended. */
export type EndOfReport = {
  /** The rows of its details, broken ones included. */
  readonly rows: number
  /** Whether its last line said that nothing is missing. */
  readonly hasEnd: boolean
  /** Why it is not whole. */
  readonly truncated: ReportFault | undefined
}

type ReportOf<Kind extends ReportKind> = {
  readonly kind: Kind
  /** Of its clearing batch, or of its settlement batch. */
  readonly batchId: string
  readonly agreement: string | undefined
  readonly currency: string
  readonly clearingDay: string | undefined
  /** Nothing where the kind has none. */
  readonly summary: ReportSummary<Kind>
  /** Its rows, in blocks as they come. To be read once. */
  readonly blocks: AsyncIterable<{ readonly rows: readonly ReportRow<Kind>[]; readonly broken: readonly BrokenRow[] }>
  /** How it ended; to be asked when all blocks are read. */
  readonly end: () => EndOfReport
}

/** A report that has been opened, by its kind. */
export type Report = { [Kind in ReportKind]: ReportOf<Kind> }[ReportKind]

/** Why a file is refused as a whole. */
export type UnreadableReport = { readonly kind: undefined; readonly reason: ReportFault }

type Part = 'summary' | 'detail'

const isProblem = (read: object): read is Problem => 'reason' in read

type Problem = { readonly column: string; readonly reason: ReportFault }

type Row = Record<string, unknown> & { readonly line: number }

/** A row's values, or the first thing that is wrong with it. */
type ReadRow = (record: CsvRecord) => Row | Problem

const columnsOf = (kind: ReportKind, part: Part) => {
  const section = layoutOf(kind)[part]
  if (section === undefined) return []
  const columns = Object.entries(section.columns).map(([field, [name, type]]) => ({ field, name, type }))
  return [...columns, { field: '', name: section.direction, type: 'text' as const }]
}

const missing = (kind: ReportKind, part: Part, header: readonly string[]): string[] =>
  columnsOf(kind, part)
    .map(({ name }) => name)
    .filter((name) => !header.includes(name))

/** Makes the reader of a section's rows from its header; says what is wrong with the header. */
const rowReader = (kind: ReportKind, part: Part, header: readonly string[]): ReadRow | ReportFault => {
  const [lacking] = missing(kind, part, header)
  if (lacking !== undefined) return `the column ${lacking} is missing in the ${part} of ${kind}`
  const names = columnsOf(kind, part).map(({ name }) => name)
  const twice = names.find((name) => header.indexOf(name) !== header.lastIndexOf(name))
  if (twice !== undefined) return `the column ${twice} is there twice in the ${part} of ${kind}`

  const directionName = layoutOf(kind)[part]?.direction ?? ''
  const directionAt = header.indexOf(directionName)
  const columns = columnsOf(kind, part)
    .filter(({ field }) => field !== '')
    .map(({ field, name, type }) => {
      const [isOptional, { read, expects }] =
        type === 'text or nothing' ? [true, readers.text] : ([false, readers[type]] as const)
      // Cells are often those of the row before: what was read last is remembered.
      const last: { text: string; value: unknown } = { text: '', value: undefined }
      return { field, name, at: header.indexOf(name), isOptional, read, expects, sign: signs[type], last }
    })

  return ({ line, cells, problem }) => {
    if (problem !== undefined) return { column: '', reason: problem }
    if (cells.length !== header.length)
      return { column: '', reason: `has ${cells.length} cells, its header ${header.length}` }
    const values: Row = { line }
    const direction = cells[directionAt] ?? ''
    for (const { field, name, at, isOptional, read, expects, sign, last } of columns) {
      const text = cells[at] ?? ''
      if (text !== last.text) {
        last.text = text
        last.value = read(text)
      }
      const { value } = last
      if (value === undefined && !(isOptional && text === '')) {
        return { column: name, reason: text === '' ? 'is empty' : `"${text.slice(0, 64)}" is not ${expects}` }
      }
      if (sign === undefined) values[field] = value
      else {
        const signed = sign(direction)
        if (signed === undefined)
          return { column: directionName, reason: `"${direction.slice(0, 64)}" is neither C nor D` }
        values[field] = (value as bigint) * signed
      }
    }
    return values
  }
}

/** The kind that a header fits best; where a column is missing, that of the name. */
const kindOf = (header: readonly string[], named: ReportKind | undefined): ReportKind | undefined => {
  const fits = reportKinds.map((kind) => {
    const part = layoutOf(kind).summary === undefined ? 'detail' : 'summary'
    const lacking = missing(kind, part, header).length
    return { kind, lacking, has: columnsOf(kind, part).length - lacking }
  })
  const [best] = fits.sort((a, b) => b.has - a.has || a.lacking - b.lacking)
  if (best?.lacking === 0) return best.kind
  return named ?? (best !== undefined && best.has > best.lacking ? best.kind : undefined)
}

/** Records one after the other, with what is left of their block. */
const reading = (blocks: AsyncGenerator<CsvRecord[]>) => {
  let block: CsvRecord[] = []
  const fill = async () => {
    while (block.length === 0) {
      const { value, done } = await blocks.next()
      if (done) return false
      block = value
    }
    return true
  }
  return {
    next: async () => ((await fill()) ? block.shift() : undefined),
    peek: async () => ((await fill()) ? block : []),
    rest: async function* () {
      if (block.length > 0) yield block
      yield* blocks
    },
  }
}

/**
 * Opens a report of Alipay+: finds out of which kind it is, by its header and else by its name, and reads its totals. Its rows
 * are then read as a stream; memory does not grow with the file. A missing column or an unknown kind refuses the file.
 */
export const openReport = async (
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): Promise<Report | UnreadableReport> => {
  const records = readRecords(bytes)
  const reader = reading(records.blocks)
  const refused = (reason: ReportFault): UnreadableReport => ({ kind: undefined, reason })
  const named = readReportName(name)

  const first = await reader.next()
  if (first === undefined) return refused('it is empty')
  const kind = kindOf(first.cells, named.kind)
  if (kind === undefined) return refused('neither its header nor its name says which report it is')

  let summary: Record<string, unknown> = {}
  let header = first
  if (layoutOf(kind).summary !== undefined) {
    const readSummary = rowReader(kind, 'summary', first.cells)
    if (typeof readSummary === 'string') return refused(readSummary)
    const values = await reader.next()
    const details = await reader.next()
    if (values === undefined || details === undefined) return refused(`it is truncated: ${kind} has totals and details`)
    const read = readSummary(values)
    if (isProblem(read)) return refused(`its totals cannot be read: ${read.column} ${read.reason}`)
    const { line: _, ...said } = read
    summary = said
    header = details
  }
  const readRow = rowReader(kind, 'detail', header.cells)
  if (typeof readRow === 'string') return refused(readRow)

  // The first row that can be read says of which batch the file is.
  const firstRow = (await reader.peek()).map(readRow).find((row) => !isProblem(row))
  const content: Record<string, unknown> = { ...firstRow, ...summary }
  const said = (field: 'batchId' | 'agreement' | 'currency' | 'clearingDay') => content[field] as string | undefined
  const batchId = said('batchId') ?? named.batchId
  const currency = said('currency') ?? named.currency
  if (batchId === undefined || currency === undefined)
    return refused('neither a row nor its name says of which batch it is')
  const ofBatch = readBatchId(batchId)

  let rows = 0
  let isLastBroken = false
  const blocks = async function* () {
    for await (const block of reader.rest()) {
      const good: Row[] = []
      const broken: BrokenRow[] = []
      for (const record of block) {
        const read = foreign(readRow(record), kind, batchId, currency)
        isLastBroken = isProblem(read)
        if (isProblem(read)) broken.push({ ...read, line: record.line, raw: record.raw })
        else good.push(read as Row)
      }
      rows += block.length
      yield { rows: good, broken }
    }
  }

  const report = {
    kind,
    batchId,
    currency,
    agreement: said('agreement') ?? named.agreement ?? ofBatch.agreement,
    clearingDay: said('clearingDay') ?? ofBatch.clearingDay,
    summary,
    blocks: blocks(),
    end: (): EndOfReport => {
      const { hasEnd, isLastComplete } = records.end()
      const count = summary.count as number | undefined
      const isCut = isLastBroken && !isLastComplete
      const isShort = count === undefined ? rows === 0 : rows < count
      const truncated: ReportFault =
        count === undefined
          ? `it is truncated: it has ${rows} rows, and no end`
          : `it is truncated: it has ${rows} rows of ${count}, and no end`
      return { rows, hasEnd, truncated: !hasEnd && (isCut || isShort) ? truncated : undefined }
    },
  }
  return report as unknown as Report
}

/** A row of another batch or another currency is not this file's. */
const foreign = (read: Row | Problem, kind: ReportKind, batchId: string, currency: string): Row | Problem => {
  if (isProblem(read)) return read
  const is = (field: 'batchId' | 'currency', own: string) => read[field] === undefined || read[field] === own
  if (is('batchId', batchId) && is('currency', currency)) return read
  const [field, own] = is('batchId', batchId) ? (['currency', currency] as const) : (['batchId', batchId] as const)
  return {
    column: layoutOf(kind).detail.columns[field]?.[0] ?? field,
    reason: `"${read[field]}" is another than the file's, ${own}`,
  }
}
