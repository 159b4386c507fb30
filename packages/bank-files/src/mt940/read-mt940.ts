import { type Bytes, type Limits, limitBytes, longestText } from '../bytes.ts'
import { quote } from '../money.ts'
import type { Position, StatementRecord } from '../records.ts'
import { BankFileRefused } from '../refused.ts'
import { type Line, splitLines } from './lines.ts'
import { closes, createMessageReader, type Field } from './message.ts'

const tags = '20|21|25|25P|28|28C|60F|60M|61|86|62F|62M|64|65|34F|13|13D|90D|90C|NS'
const tagged = new RegExp(`^:(${tags}):(.*)$`)
const trailer = /^-(\}.*|XXX)?\s*$/
/** What may stand before :20: in a file of a bank: the blocks of SWIFT, or a few lines of its own. */
const longestEnvelope = 4096

const positionOf = (line: number, path: string): Position => ({ line, column: 1, path })

/**
 * Reads MT940 and MT942 while the bytes come in, with the envelope of SWIFT or without, in UTF-8 or Latin-1. Throws
 * `BankFileRefused` for what cannot be read on, after the records before it. A file that ends between two statements cannot be told
 * from a whole one.
 */
export async function* readMt940(bytes: Bytes, limits: Limits = {}): AsyncGenerator<StatementRecord, void, undefined> {
  const records: StatementRecord[] = []
  const reader = createMessageReader(records)
  let field: Field | undefined
  let envelope = ''
  let last: Line | undefined
  let length = 0

  const endField = (): void => {
    const ended = field
    field = undefined
    if (ended !== undefined) reader.take(ended)
  }
  const outside = (line: Line): void => {
    envelope += `${line.text}\n`
    if (envelope.length > longestEnvelope) {
      throw new BankFileRefused(
        'unknown_format',
        'There is no :20:, with which a statement begins',
        positionOf(line.number, ''),
      )
    }
  }
  const takeLine = (line: Line): void => {
    const [, tag, text = ''] = tagged.exec(line.text) ?? []
    if (tag === '20') {
      endField()
      reader.begin(envelope, line.number)
      envelope = ''
    }
    if (tag !== undefined && reader.isOpen()) {
      endField()
      field = { tag, lines: [text], line: line.number }
      length = text.length
    } else if (tag !== undefined) {
      throw new BankFileRefused('unknown_format', `:${tag}: stands before :20:`, positionOf(line.number, `:${tag}:`))
    } else if (!reader.isOpen()) {
      outside(line)
    } else if (trailer.test(line.text) && reader.canEnd(field?.tag)) {
      endField()
      reader.end()
    } else if (line.text.trim() !== '' && field !== undefined) {
      field.lines.push(line.text)
      length += line.text.length
      if (length > longestText) {
        const at = positionOf(line.number, `:${field.tag}:`)
        throw new BankFileRefused('too_long', `More than ${longestText} characters in one field`, at)
      }
    }
  }
  /** A last line without an end is only believed where figures prove it. */
  const takeCut = (cut: Field, at: Position): void => {
    if (!closes(cut.tag)) {
      reader.distrust(cut)
      return
    }
    reader.take(cut)
    if (records.some((record) => record.kind === 'problem' && record.at.line === cut.line)) {
      throw new BankFileRefused('truncated', 'The file ends inside a field', at)
    }
  }
  const takeEnd = (): void => {
    const at = positionOf(last?.number ?? 1, field === undefined ? '' : `:${field.tag}:`)
    if (last === undefined) throw new BankFileRefused('empty', 'There is nothing in the file', at)
    if (reader.isOpen() && !reader.isComplete(field?.tag)) {
      throw new BankFileRefused('truncated', 'The file ends before the statement does', at)
    }
    if (!last.isEnded && field !== undefined) takeCut(field, at)
    else endField()
    if (reader.isOpen()) reader.end()
    if (reader.count() === 0) {
      throw new BankFileRefused('unknown_format', `There is no statement, only ${quote(envelope.trim())}`, at)
    }
  }

  const lines = splitLines(limitBytes(bytes, limits))
  for (let isOver = false; !isOver; ) {
    let refusal: { error: unknown } | undefined
    try {
      const { value, done } = await lines.next()
      isOver = done === true
      if (value === undefined) takeEnd()
      else {
        last = value
        takeLine(value)
      }
    } catch (error) {
      refusal = { error }
    }
    yield* records.splice(0)
    if (refusal !== undefined) throw refusal.error
  }
}
