import type { ReportFault } from './faults.ts'
import { endOfReport } from './report-layout.ts'

/** One record of a file of comma-separated values: its cells, or why they could not be told apart. */
export type CsvRecord = {
  /** The line on which it begins; the first is 1. */
  readonly line: number
  readonly raw: string
  readonly cells: readonly string[]
  readonly problem?: ReportFault
}

/** What was read of a file when its records are at their end. */
export type EndOfRecords = {
  /** Whether the last line said that nothing is missing. */
  readonly hasEnd: boolean
  /** Whether the last line was ended by a line break. */
  readonly isLastComplete: boolean
}

/** Longer than that is no record: a quote that never ends, or no text at all. */
const longestRecord = 65_536

const quoted = /(^|,)"/

/** The cells of a record that has quoted ones; undefined where a quote is not ended, or goes on behind its end. */
const splitQuoted = (raw: string): string[] | undefined => {
  const cells: string[] = []
  for (let at = 0; ; at += 1) {
    if (raw[at] === '"') {
      let end = at + 1
      while (end < raw.length && (raw[end] !== '"' || raw[end + 1] === '"')) end += raw[end] === '"' ? 2 : 1
      if (end >= raw.length) return undefined
      cells.push(raw.slice(at + 1, end).replaceAll('""', '"'))
      at = end + 1
      if (at < raw.length && raw[at] !== ',') return undefined
    } else {
      const comma = raw.indexOf(',', at)
      const end = comma === -1 ? raw.length : comma
      cells.push(raw.slice(at, end))
      at = end
    }
    if (at >= raw.length) return cells
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)

/** Lines of a stream of UTF-8, in blocks; whether the last of all was ended by a line break. */
const linesOf = async function* (bytes: AsyncIterable<Uint8Array>) {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    // What is no text has no lines. It is refused by its beginning.
    if (rest.length > longestRecord) rest = rest.slice(0, longestRecord)
    yield { lines, isComplete: true }
  }
  rest += decoder.decode()
  if (rest !== '') yield { lines: [rest], isComplete: false }
}

/**
 * Reads comma-separated values by RFC 4180 as a stream: commas, double quotes, CRLF or LF. Blank lines are left out. `end`
 * says how it ended, once all is read. Memory does not grow with the file.
 */
export const readRecords = (
  bytes: AsyncIterable<Uint8Array>,
): { readonly blocks: AsyncGenerator<CsvRecord[]>; readonly end: () => EndOfRecords } => {
  let hasEnd = false
  let isLastComplete = true
  /** The lines of a record whose quote is not ended yet. */
  let open: string[] = []

  const take = (text: string, line: number, into: CsvRecord[]): void => {
    const raw = withoutReturn(text)
    if (open.length > 0 || (raw.includes('"') && quoted.test(raw))) takeOpen(text, line, into)
    else if (raw === endOfReport) hasEnd = true
    else if (hasEnd && raw !== '') into.push({ line, raw, cells: [], problem: `stands behind ${endOfReport}` })
    else if (raw !== '') into.push({ line, raw, cells: raw.split(',') })
  }

  const takeOpen = (text: string, line: number, into: CsvRecord[]): void => {
    open.push(text)
    const raw = withoutReturn(open.join('\n'))
    const cells = splitQuoted(raw)
    if (cells !== undefined) {
      into.push({ line: line - open.length + 1, raw, cells })
      open = []
    } else if (raw.length > longestRecord) giveUp(line, into)
  }

  /** A quote that never ends spoils its own line, not those behind it. */
  const giveUp = (line: number, into: CsvRecord[]): void => {
    const [raw = '', ...others] = open
    const first = line - others.length
    open = []
    into.push({ line: first, raw, cells: [], problem: 'has a quote that does not end' })
    for (const [index, text] of others.entries()) take(text, first + 1 + index, into)
  }

  const blocks = async function* () {
    let line = 0
    for await (const { lines, isComplete } of linesOf(bytes)) {
      const records: CsvRecord[] = []
      for (const text of lines) {
        line += 1
        take(line === 1 ? text.replace(/^\uFEFF/, '') : text, line, records)
      }
      isLastComplete = isComplete
      yield records
    }
    const records: CsvRecord[] = []
    while (open.length > 0) giveUp(line, records)
    yield records
  }

  return { blocks: blocks(), end: () => ({ hasEnd, isLastComplete }) }
}
