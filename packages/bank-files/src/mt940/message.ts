import { readAccount } from '../account.ts'
import type { FileFault } from '../faults.ts'
import { quote } from '../money.ts'
import { present } from '../present.ts'
import type { Balance, Format, Position, Statement, StatementEnd, StatementRecord } from '../records.ts'
import { BankFileRefused } from '../refused.ts'
import { createTally, isBook, type Tally } from '../tally.ts'
import { toEntry } from './entry.ts'
import {
  type EntryLine,
  type Fault,
  isFault,
  readBalanceField,
  readEntryField,
  readMoment,
  readSequence,
  readTotalField,
} from './fields.ts'

/** A field with its lines, the first without the tag. */
export type Field = { readonly tag: string; readonly lines: string[]; readonly line: number }

/** The message that is being read, one page of a statement. */
type Open = {
  readonly number: number
  readonly line: number
  readonly tally: Tally
  readonly fields: Map<string, string>
  readonly envelope: string
  header: Statement | undefined
  entries: number
  /** The entry that waits for its :86:, of which some banks write several. */
  waiting: { readonly read: EntryLine; readonly line: number; readonly details: string[] } | undefined
  isClosed: boolean
  information: string | undefined
}

const balanceTypes: Readonly<Record<string, string>> = {
  '60F': 'OPBD',
  '60M': 'ITBD',
  '62F': 'CLBD',
  '62M': 'ITBD',
  '64': 'CLAV',
  '65': 'FWAV',
}

const at = (line: number, tag: string): Position => ({ line, column: 1, path: `:${tag}:` })

/** Whether a field stands behind all entries. */
export const closes = (tag: string | undefined): boolean => tag !== undefined && /^62|^90/.test(tag)

/** MT940 or MT942: by the envelope, else by the fields that only one of them has. */
const formatOf = ({ envelope, fields }: Open): Format => {
  const said = /\{2:[IO]?(94[02])|^\W*(94[02])\b/m.exec(envelope)
  const number =
    said?.[1] ?? said?.[2] ?? (fields.has('34F') && !fields.has('60F') && !fields.has('60M') ? '942' : '940')
  return `MT${number}` as Format
}

/** Turns fields into records, which it puts into `records`; each message is a statement, or one page of it. */
export const createMessageReader = (records: StatementRecord[]) => {
  let open: Open | undefined
  let count = 0
  let before: StatementEnd | undefined

  const report = (of: Open, fault: Fault, where: Position, entry?: { number: number; isLeftOut: boolean }): void => {
    const about = entry === undefined ? { isLeftOut: false } : { entry: entry.number, isLeftOut: entry.isLeftOut }
    const { reason, message } = fault
    records.push({ kind: 'problem', statement: of.number, ...about, reason, message, at: where })
  }

  const header = (of: Open): Statement => {
    if (of.header !== undefined) return of.header
    const field = (tag: string) => of.fields.get(tag)?.trim() || undefined
    const [account, id] = [field('25') ?? field('25P')?.split('\n')[0], field('20')]
    const lacks = (tag: string) => new BankFileRefused('incomplete', `A statement lacks :${tag}:`, at(of.line, '20'))
    if (account === undefined) throw lacks('25')
    if (id === undefined) throw lacks('20')
    const counted = field('28C') ?? field('28')
    const sequence = counted === undefined ? {} : readSequence(counted)
    const header: Statement = {
      kind: 'statement',
      format: formatOf(of),
      number: of.number,
      id,
      account: readAccount(account),
      ...(isFault(sequence) ? {} : sequence),
      ...present({
        relatedReference: field('21') === 'NONREF' ? undefined : field('21'),
        createdAt: readMoment(field('13D') ?? ''),
      }),
      at: at(of.line, '20'),
    }
    of.header = header
    records.push(header)
    if (isFault(sequence)) report(of, sequence, at(of.line, '28C'))
    of.tally.currency ??= header.account.currency ?? field('34F')?.slice(0, 3)
    return header
  }

  const endEntry = (of: Open): void => {
    if (of.waiting === undefined) return
    const { read, line, details } = of.waiting
    of.waiting = undefined
    for (const fault of read.faults) report(of, fault, at(line, '61'), { number: of.entries, isLeftOut: false })
    const entry = toEntry({ statement: of.number, number: of.entries, at: at(line, '61') }, read, details)
    of.tally.add(entry)
    records.push(entry)
  }

  const takeEntry = (of: Open, { lines, line }: Field): void => {
    header(of)
    of.entries += 1
    const read = readEntryField(lines, of.tally.currency)
    if (!isFault(read)) {
      of.waiting = { read, line, details: [] }
      return
    }
    of.tally.leftOut += 1
    report(of, read, at(line, '61'), { number: of.entries, isLeftOut: true })
  }

  /** Where one page ended the next begins. */
  const checkPages = (of: Open, statement: Statement, opening: Balance): void => {
    const closing = before?.statement.account.id === statement.account.id ? before.closing : undefined
    if (opening.type !== 'ITBD' || closing?.type !== 'ITBD') return
    if (opening.amount.minor === closing.amount.minor && opening.amount.currency === closing.amount.currency) return
    const message: FileFault = `The page begins with ${opening.amount.minor}, the one before ends with ${closing.amount.minor}`
    report(of, { reason: 'pages', message }, opening.at)
  }

  const takeBalance = (of: Open, { tag, lines, line }: Field): void => {
    const read = readBalanceField(lines[0] ?? '')
    if (tag.startsWith('60')) of.fields.set(tag, '')
    const statement = header(of)
    of.isClosed ||= closes(tag)
    if (isFault(read)) {
      report(of, read, at(line, tag))
      return
    }
    const { amount, date, fault } = read
    const type = balanceTypes[tag] ?? tag
    const balance: Balance = {
      kind: 'balance',
      statement: of.number,
      type,
      amount,
      ...present({ date }),
      at: at(line, tag),
    }
    if (fault !== undefined) report(of, fault, balance.at)
    if (tag.startsWith('60')) {
      of.tally.currency = amount.currency
      of.tally.opening = balance
      checkPages(of, statement, balance)
    }
    if (tag.startsWith('62')) of.tally.closing = balance
    records.push(balance)
  }

  const takeTotal = (of: Open, { tag, lines, line }: Field): void => {
    header(of)
    of.isClosed = true
    const read = readTotalField(lines[0] ?? '')
    if (isFault(read)) {
      report(of, read, at(line, tag))
      return
    }
    of.tally.currency ??= read.currency
    if (read.currency !== of.tally.currency) {
      report(of, { reason: 'currency', message: `The total is in ${read.currency}` }, at(line, tag))
      return
    }
    of.tally.totals.push({ of: tag === '90D' ? 'debits' : 'credits', count: read.count, sum: read.sum, point: ',' })
  }

  const take = (field: Field): void => {
    const of = open
    if (of === undefined) return
    const { tag, lines } = field
    if (tag === '86' && !of.isClosed) {
      of.waiting?.details.push(...lines)
      return
    }
    endEntry(of)
    if (tag === '61') takeEntry(of, field)
    else if (tag in balanceTypes) takeBalance(of, field)
    else if (tag === '90D' || tag === '90C') takeTotal(of, field)
    else if (tag === '86') of.information = lines.join('\n')
    else of.fields.set(tag, lines.join('\n'))
  }

  const end = (): void => {
    const of = open
    if (of === undefined) return
    endEntry(of)
    open = undefined
    const statement = header(of)
    if (isBook(statement) && (of.tally.opening === undefined || of.tally.closing === undefined)) {
      report(of, { reason: 'missing', message: 'There is no opening or no closing balance' }, statement.at)
    }
    before = of.tally.end(statement, statement.at, of.information)
    records.push(before)
  }

  const begin = (envelope: string, line: number): void => {
    end()
    count += 1
    open = {
      number: count,
      line,
      tally: createTally(),
      fields: new Map(),
      envelope,
      header: undefined,
      entries: 0,
      waiting: undefined,
      isClosed: false,
      information: undefined,
    }
  }

  return {
    begin,
    take,
    end,
    count: () => count,
    isOpen: () => open !== undefined,
    /** Whether a trailer may come now; before, a line that looks like one is text. */
    canEnd: (tag: string | undefined) =>
      open !== undefined && (open.isClosed || closes(tag) || formatOf(open) === 'MT942'),
    /** Whether all entries were there, so that the file may end without a trailer. */
    isComplete: (tag: string | undefined) => open !== undefined && (open.isClosed || closes(tag)),
    /** Leaves out a field that may not be whole. */
    distrust: (field: Field) =>
      open &&
      report(
        open,
        { reason: 'syntax', message: `${quote(field.lines.join('\n'))} may be cut, and is left out` },
        at(field.line, field.tag),
      ),
  }
}
