import {
  BankFileRefused,
  type Charge,
  type Difference,
  type Entry,
  type Problem,
  readStatements,
  type Statement,
  type StatementEnd,
} from '@silkgate/bank-files'
import { type Currency, figure, type Said, uncoveredBy } from '@silkgate/domain'
import { type Break, closeBreaks, openBreaks } from '../break/index.ts'
import type { ReceivedFile, TakeFile } from '../file/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { wantReconciliation } from '../reconciliation/index.ts'
import { uuidOf } from '../uuid-of.ts'
import type { World } from '../world.ts'
import { notOurs } from './bank-account.store.ts'
import {
  type EntryRow,
  findAccount,
  insertEntries,
  insertStatement,
  openGaps,
  pagesOf,
  postEntries,
  quarantine,
} from './statement.store.ts'

/** Entries that go to the database in one statement. */
const entriesAtOnce = 1_000

/** The days of a statement's pages may be so far apart; the bank's numbers begin again after a year at the earliest. */
const daysOfPages = 20

/** A file that is well formed and cannot be taken all the same. */
class NotOurs extends Error {
  constructor(reason: Said) {
    super(reason)
  }
}

/** Announcements tell what a statement will book; only statements are booked. */
const isAnnouncement = ({ format }: Statement): boolean => format !== 'camt.053' && format !== 'MT940'

/** The number of a page of a statement; the first is as a whole one. */
const pageNumber = (number: string, page: number): string => (page === 1 ? number : `${number}/${page}`)

const chargesOf = (charges: readonly Charge[], currency: string): bigint =>
  charges.reduce(
    (sum, { amount, direction, isIncluded }) =>
      amount.currency !== currency || isIncluded === false
        ? sum
        : sum + (direction === 'credit' ? -1n : 1n) * amount.minor,
    0n,
  )

/** The orders of ours that an entry is about, and their groups: each by the id that we gave it. */
const ordersOf = ({ transactions, batches }: Entry): string =>
  [
    ...transactions.flatMap(({ references }) => [references.endToEndId, references.paymentInformationId]),
    ...batches.map((batch) => batch.paymentInformationId),
  ]
    .filter((id) => id !== undefined)
    .join(' ')

/** Texts one after the other; banks say some twice, alone and within another. */
const together = (texts: readonly (string | undefined)[]): string => {
  const said = [...new Set(texts.filter((text) => text !== undefined))]
  return said.filter((text) => !said.some((other) => other !== text && other.includes(text))).join(' ')
}

const rowOf = ({ account }: Statement, entry: Entry, lastDay: string): Omit<EntryRow, 'entry_id' | 'statement_id'> => {
  const { transactions, charges, amount, code } = entry
  const [first] = transactions
  const charged = [...charges, ...transactions.flatMap((one) => one.charges)]
  return {
    account_id: account.id,
    position: entry.number,
    booking_day: entry.bookingDate ?? lastDay,
    value_day: entry.valueDate ?? entry.bookingDate ?? lastDay,
    currency: amount.currency as Currency,
    minor: (entry.direction === 'credit' ? amount.minor : -amount.minor).toString(),
    charges_minor: chargesOf(charged, amount.currency).toString(),
    is_reversal: entry.isReversal,
    reference: first?.references.endToEndId ?? entry.reference ?? '',
    bank_reference: entry.bankReference ?? '',
    remittance: together([
      ...transactions.flatMap((one) => [...one.remittance, ...one.creditorReferences, one.information]),
      entry.information,
    ]),
    counterparty: together([first?.counterparty?.name, first?.counterparty?.iban]),
    details: {
      ...{ code, returned: transactions.flatMap((one) => one.returned ?? []), transactions: transactions.length },
      orders: ordersOf(entry),
    },
  }
}

const figureOf = (of: Difference['stated']): Said =>
  of === undefined ? 'none' : figure(typeof of === 'number' ? of.toString() : `${of.minor} ${of.currency}`)

type Needs = { readonly db: Db; readonly world: Pick<World, 'now' | 'newId'> }

/**
 * Takes the statements of a file of the bank: camt.053 or MT940; announcements (camt.052, camt.054, MT942) are read and kept
 * as files alone. Each statement is taken once, by account, number and day, and each entry of it once, on whatever pages it
 * comes. Its booked entries are on our books at once, the reconciliation is asked for, and what does not add up, or is missing
 * between two statements, is a break. A broken entry is quarantined with its place; a file that cannot be read on, or is about
 * an account that is not ours, is refused.
 */
export const takeStatements =
  ({ db, world }: Needs): TakeFile =>
  async (file, open) => {
    try {
      await db.transaction('bank.commit_statements', async (tx) => {
        await takeAll(tx, file, readStatements(open()), world)
        await closeBreaks(tx, [{ kind: 'file_refused', about: file.fileId }], 'the file is taken in', world.now())
      })
      return { state: 'taken' }
    } catch (error) {
      if (!(error instanceof BankFileRefused || error instanceof NotOurs)) throw error
      const reason = figure(error.message)
      const told: Break = {
        kind: 'file_refused',
        about: file.fileId,
        currency: '',
        minor: 0n,
        field: 'file',
        ours: figure(''),
        theirs: reason,
      }
      await db.transaction('bank.commit_statements', (tx) => openBreaks(tx, [told], world.now()))
      return { state: 'refused', reason }
    }
  }

const takeAll = async (
  tx: Tx,
  file: ReceivedFile,
  records: ReturnType<typeof readStatements>,
  world: Needs['world'],
): Promise<void> => {
  const at = world.now()
  let statement: Statement | undefined
  let entries: Entry[] = []
  let problems: Problem[] = []
  for await (const record of records) {
    if (record.kind === 'statement') {
      ;[statement, entries, problems] = [record, [], []]
    } else if (record.kind === 'entry') entries.push(record)
    else if (record.kind === 'problem') problems.push(record)
    else if (record.kind === 'statement_end' && statement !== undefined && !isAnnouncement(statement)) {
      await takeOne(
        tx,
        file,
        record,
        entries.filter(({ status }) => status === 'BOOK'),
        at,
      )
      for (const { at: place, message, isLeftOut } of problems) {
        if (!isLeftOut) continue
        await quarantine(tx, file.fileId, { line: place.line, column: place.path, reason: message, raw: '' }, at)
      }
    }
  }
  await tx.run(wantReconciliation(world.newId(), at, file.name))
}

const takeOne = async (tx: Tx, file: ReceivedFile, end: StatementEnd, booked: readonly Entry[], at: Date) => {
  const { statement, opening, closing } = end
  const account = await findAccount(tx, statement.account.id)
  if (account === undefined) {
    throw new NotOurs(`${notOurs(statement.account.id)}: silkgate bank-account add makes it one`)
  }
  const day = closing?.date ?? statement.to?.slice(0, 10)
  if (opening === undefined || closing === undefined || day === undefined) {
    throw new NotOurs(`statement ${statement.id} has no opening or closing balance`)
  }
  if (closing.amount.currency !== account.currency) {
    throw new NotOurs(
      `statement ${statement.id} is in ${closing.amount.currency}, its account is in ${account.currency}`,
    )
  }
  // What the bank tells of the last day comes when that is over.
  if (account.closedOn !== null && day > account.closedOn) {
    throw new NotOurs(
      `account ${statement.account.id} was closed on ${account.closedOn}, statement ${statement.id} is of ${day}`,
    )
  }
  const sequence = statement.legalSequence ?? statement.sequence
  const number = sequence?.toString() ?? statement.id
  const page = Number(statement.page ?? 1)
  const about = (of: number) => [statement.account.id, pageNumber(number, of), day].join('/')
  const { currency } = closing.amount
  const [openingMinor, closingMinor] = [opening.amount.minor, closing.amount.minor]
  const differs = (of: number, field: string, ours: Said, theirs: Said, minor: bigint) => {
    const figures = { currency, minor, field, ours, theirs }
    return openBreaks(tx, [{ kind: 'statement_differs', about: `${about(of)} ${field}`, ...figures }], at)
  }
  // An id is given to every statement alike by some banks, so that only the day tells them apart.
  const daysApart = sequence === undefined ? 0 : daysOfPages
  const known = await pagesOf(tx, { account_id: statement.account.id, number, to_day: day }, daysApart)
  const before = known.find((one) => one.page === page && one.day === day)
  const figuresOf = (one: { openingMinor: bigint; closingMinor: bigint }): Said =>
    `opens with ${one.openingMinor}, closes with ${one.closingMinor}`
  const figures = figuresOf({ openingMinor, closingMinor })
  if (before !== undefined && figuresOf(before) === figures) return
  const rows = booked.map((entry) => rowOf(statement, entry, day))
  const entries = rows.map(({ minor, value_day: valueDay, bank_reference: bankReference }) => ({
    ...{ minor: BigInt(minor), valueDay, bankReference },
  }))
  const pieces = uncoveredBy({ page, day, openingMinor, closingMinor, entries }, known)
  if (before !== undefined && pieces.some(({ from, to }) => to - from === rows.length)) {
    await differs(page, 'statement', figuresOf(before), figures, closingMinor - before.closingMinor)
    return
  }
  for (const piece of pieces) {
    const statementId = uuidOf('bank statement', about(piece.page))
    await insertStatement(tx, {
      statement_id: statementId,
      account_id: statement.account.id,
      file_id: file.fileId,
      format: statement.format,
      number: pageNumber(number, piece.page),
      sequence: sequence?.toString() ?? null,
      from_day: statement.from?.slice(0, 10) ?? null,
      to_day: day,
      currency,
      opening_minor: piece.openingMinor.toString(),
      closing_minor: piece.closingMinor.toString(),
      taken_at: at,
    })
    for (let from = piece.from; from < piece.to; from += entriesAtOnce) {
      const some = rows.slice(from, Math.min(piece.to, from + entriesAtOnce)).map((row) => ({
        ...{ entry_id: uuidOf('bank entry', statementId, row.position.toString()), statement_id: statementId },
        ...row,
      }))
      await insertEntries(tx, some)
      if (account.purpose === 'safeguarding') await postEntries(tx, some, at)
    }
  }
  const last = pieces.at(-1)
  if (last === undefined) return
  for (const { of, stated, found } of end.differences) {
    const minor = typeof stated === 'object' && typeof found === 'object' ? found.minor - stated.minor : 0n
    await differs(last.page, of, figureOf(found), figureOf(stated), minor)
  }
  await openGaps(tx, statement.account.id, day, at)
}
