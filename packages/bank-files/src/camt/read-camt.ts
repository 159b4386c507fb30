import { type Bytes, type Limits, limitBytes } from '../bytes.ts'
import { quote } from '../money.ts'
import type { Balance, Problem, Statement, StatementRecord, Transaction } from '../records.ts'
import { BankFileRefused } from '../refused.ts'
import { createTally, isBook, type Tally } from '../tally.ts'
import { decodeXml } from '../xml/decode-xml.ts'
import { createXmlReader, type Element, find, positionOf, textOf } from '../xml/xml.ts'
import { readEntry } from './entry.ts'
import { accountOf, directionOf, type Report } from './parts.ts'
import { messages, readBalance, readHeader, readTotals } from './statement.ts'
import { readTransaction } from './transaction.ts'

const namespace = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[234])\.001\.(\d{2})$/

/** The statement that is being read. */
type Open = {
  readonly element: Element
  readonly number: number
  readonly tally: Tally
  header: Statement | undefined
  entries: number
  transactions: Transaction[]
  problems: Omit<Problem, 'isLeftOut'>[]
}

/** Which message a document is, by its namespace. */
const messageOf = ({ name, uri }: Element) => {
  const [, format, version] = namespace.exec(uri) ?? []
  if (name !== 'Document' || format === undefined || version === undefined || version < '02') return undefined
  return { format: format as keyof typeof messages, version }
}

const openingTypes = ['OPBD', 'PRCD']

/** Which balances the entries lie between: opening and closing, or where the pages of a statement meet. */
const takeBalance = (tally: Tally, balance: Balance): void => {
  const rank = ({ type }: Balance) => openingTypes.indexOf(type)
  if (openingTypes.includes(balance.type)) {
    if (tally.opening === undefined || rank(tally.opening) < 0 || rank(balance) < rank(tally.opening)) {
      if (tally.opening?.type === 'ITBD') tally.closing ??= tally.opening
      tally.opening = balance
    }
  } else if (balance.type === 'CLBD' && tally.closing?.type !== 'CLBD') {
    tally.closing = balance
  } else if (balance.type === 'ITBD') {
    if (tally.opening === undefined) tally.opening = balance
    else tally.closing ??= balance
  }
  tally.currency = tally.opening?.amount.currency ?? tally.currency
}

/** Turns the elements of one document into records, which it puts into `records`. */
const createCamtReader = (records: StatementRecord[], maxTransactions: number) => {
  let message: ReturnType<typeof messageOf>
  let open: Open | undefined
  let statements = 0

  const reportIn =
    (of: Open, entry?: number): Report =>
    (reason, text, element) => {
      const at = positionOf(element)
      const number = entry === undefined ? {} : { entry }
      of.problems.push({ kind: 'problem', statement: of.number, ...number, reason, message: text, at })
      return undefined
    }
  const flushProblems = (of: Open, isLeftOut: boolean): void => {
    records.push(...of.problems.map((problem) => ({ ...problem, isLeftOut })))
    of.problems = []
  }

  const header = (of: Open): Statement => {
    if (of.header !== undefined) return of.header
    const known = { format: message?.format ?? 'camt.053', version: message?.version ?? '', number: of.number }
    const read = readHeader(reportIn(of), of.element, known)
    if ('lacks' in read) {
      throw new BankFileRefused('incomplete', `A statement lacks ${read.lacks}`, positionOf(of.element))
    }
    of.tally.currency ??= read.account.currency
    of.header = read
    records.push(read)
    flushProblems(of, false)
    return read
  }

  const opened = (element: Element): void => {
    const { parent } = element
    if (parent === undefined) {
      message = messageOf(element)
      if (message !== undefined) return
      const isCamt = element.uri.startsWith('urn:iso:std:iso:20022:tech:xsd:camt.05')
      reader.refuse(
        isCamt ? 'unknown_format' : 'wrong_root',
        `<${element.name}> of the namespace ${quote(element.uri)} is no camt.052, camt.053 or camt.054 from version 02 on`,
      )
    }
    const words = messages[message?.format ?? 'camt.053']
    if (parent?.parent === undefined) {
      if (element.name !== words.root) reader.refuse('wrong_root', `<${element.name}> is not <${words.root}>`)
      return
    }
    if (parent.parent.parent === undefined && element.name === words.statement) {
      statements += 1
      element.ordinal = statements
      const tally = createTally()
      open = { element, number: statements, tally, header: undefined, entries: 0, transactions: [], problems: [] }
    } else if (open !== undefined && element.name === 'Ntry' && parent === open.element) {
      header(open)
      open.entries += 1
      open.transactions = []
      element.ordinal = open.entries
    } else if (open !== undefined && isDetails(element, open)) {
      element.ordinal = open.transactions.length + 1
      if (element.ordinal > maxTransactions)
        reader.refuse('too_large', `An entry has more than ${maxTransactions} payments`)
    }
  }

  const isDetails = ({ name, parent }: Element, { element }: Open): boolean =>
    name === 'TxDtls' &&
    parent?.name === 'NtryDtls' &&
    parent.parent?.name === 'Ntry' &&
    parent.parent.parent === element

  const closeEntry = (of: Open, ntry: Element): void => {
    const known = { statement: of.number, number: of.entries, currency: of.tally.currency }
    const entry = readEntry(reportIn(of, of.entries), ntry, known, of.transactions)
    of.transactions = []
    flushProblems(of, entry === undefined)
    if (entry === undefined) {
      of.tally.leftOut += 1
      return
    }
    of.tally.currency ??= entry.amount.currency
    of.tally.add(entry)
    records.push(entry)
  }

  const closePart = (of: Open, part: Element): 'forget' | 'keep' => {
    const report = reportIn(of)
    if (part.name === 'Ntry') closeEntry(of, part)
    else if (part.name === 'TxsSummry') {
      header(of)
      of.tally.totals.push(...readTotals(report, part))
    } else if (part.name === 'Bal') {
      header(of)
      const balance = readBalance(report, part, of.number)
      if (balance !== undefined) {
        takeBalance(of.tally, balance)
        records.push(balance)
      }
    } else return 'keep'
    flushProblems(of, false)
    return 'forget'
  }

  const closeStatement = (of: Open): void => {
    const statement = header(of)
    const { tally, element } = of
    if (!isBook(statement) && (tally.opening?.type === 'ITBD' || tally.closing?.type !== 'CLBD')) {
      tally.opening = undefined
      tally.closing = undefined
    }
    if (isBook(statement) && (tally.opening === undefined || tally.closing === undefined)) {
      reportIn(of)('missing', 'There is no opening or no closing balance', element)
    }
    flushProblems(of, false)
    records.push(
      tally.end(statement, positionOf(element), textOf(element, messages[statement.format as 'camt.053'].information)),
    )
  }

  const closed = (element: Element): 'forget' | 'keep' => {
    if (open === undefined) return 'keep'
    if (element === open.element) {
      closeStatement(open)
      open = undefined
      return 'forget'
    }
    if (element.parent === open.element) return closePart(open, element)
    const ntry = element.parent?.parent
    if (!isDetails(element, open) || ntry === undefined) return 'keep'
    const account = open.header?.account.id ?? accountOf(find(open.element, 'Acct'))?.id
    const direction = directionOf(() => undefined, ntry)
    open.transactions.push(readTransaction(reportIn(open, open.entries), element, { account, direction }))
    return 'forget'
  }

  const reader = createXmlReader({ opened, closed })
  const close = (): void => {
    reader.close()
    if (statements === 0) reader.refuse('no_statement', 'There is no statement in the document')
  }
  return { ...reader, close }
}

/**
 * Reads camt.052, camt.053 and camt.054, version 02 and all since, while the bytes come in: memory does not grow with the
 * file. Throws `BankFileRefused` for what cannot be read on, after the records before it.
 */
export async function* readCamt(bytes: Bytes, limits: Limits = {}): AsyncGenerator<StatementRecord, void, undefined> {
  const records: StatementRecord[] = []
  const reader = createCamtReader(records, limits.maxTransactions ?? 100_000)
  const texts = decodeXml(limitBytes(bytes, limits), reader.position)
  try {
    for (let isOver = false; !isOver; ) {
      let refusal: { error: unknown } | undefined
      try {
        const { value, done } = await texts.next()
        isOver = done === true
        if (isOver) reader.close()
        else reader.write(value ?? '')
      } catch (error) {
        refusal = { error }
      }
      yield* records.splice(0)
      if (refusal !== undefined) throw refusal.error
    }
  } finally {
    await texts.return(undefined)
  }
}
