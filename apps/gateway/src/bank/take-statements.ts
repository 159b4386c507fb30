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
import type { Currency } from '@silkgate/domain'
import { type Break, openBreaks } from '../break/index.ts'
import type { ReceivedFile, TakeFile } from '../file/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { wantReconciliation } from '../reconciliation/index.ts'
import { uuidOf } from '../uuid-of.ts'
import type { World } from '../world.ts'
import {
  type EntryRow,
  insertEntries,
  insertStatement,
  openGaps,
  postEntries,
  purposeOf,
  quarantine,
  statementBefore,
} from './statement.store.ts'

/** Entries that go to the database in one statement. */
const entriesAtOnce = 1_000

/** A file that is well formed and cannot be taken all the same. */
class NotOurs extends Error {}

/** Announcements tell what a statement will book; only statements are booked. */
const isAnnouncement = ({ format }: Statement): boolean => format !== 'camt.053' && format !== 'MT940'

const numberOf = ({ legalSequence, sequence, id, page }: Statement): string =>
  [(legalSequence ?? sequence)?.toString() ?? id, ...(page === undefined || page === 1n ? [] : [page.toString()])].join(
    '/',
  )

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

const rowOf = (statementId: string, { account }: Statement, entry: Entry, lastDay: string): EntryRow => {
  const { transactions, charges, amount, code } = entry
  const [first] = transactions
  const all = (texts: readonly (string | undefined)[]) => texts.filter((text) => text !== undefined).join(' ')
  const charged = [...charges, ...transactions.flatMap((one) => one.charges)]
  return {
    entry_id: uuidOf('bank entry', statementId, entry.number.toString()),
    statement_id: statementId,
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
    remittance: all([
      ...transactions.flatMap((one) => [...one.remittance, ...one.creditorReferences, one.information]),
      entry.information,
    ]),
    counterparty: all([first?.counterparty?.name, first?.counterparty?.iban]),
    details: {
      ...{ code, returned: transactions.flatMap((one) => one.returned ?? []), transactions: transactions.length },
      orders: ordersOf(entry),
    },
  }
}

const figureOf = (figure: Difference['stated']): string =>
  figure === undefined ? 'none' : typeof figure === 'number' ? figure.toString() : `${figure.minor} ${figure.currency}`

type Needs = { readonly db: Db; readonly world: Pick<World, 'now' | 'newId'> }

/**
 * Takes the statements of a file of the bank: camt.053 or MT940; announcements (camt.052, camt.054, MT942) are read and kept
 * as files alone. Each statement is taken once, by account, number and day. Its booked entries are on our books at once, the
 * reconciliation is asked for, and what does not add up, or is missing between two statements, is a break. A broken entry is
 * quarantined with its place; a file that cannot be read on, or is about an account that is not ours, is refused.
 */
export const takeStatements =
  ({ db, world }: Needs): TakeFile =>
  async (file, open) => {
    try {
      await db.transaction('bank.commit_statements', (tx) => takeAll(tx, file, readStatements(open()), world))
      return { state: 'taken' }
    } catch (error) {
      if (!(error instanceof BankFileRefused || error instanceof NotOurs)) throw error
      const told: Break = {
        kind: 'file_refused',
        about: file.fileId,
        currency: '',
        minor: 0n,
        field: 'file',
        ours: '',
        theirs: error.message,
      }
      await db.transaction('bank.commit_statements', (tx) => openBreaks(tx, [told], world.now()))
      return { state: 'refused', reason: error.message }
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
  const account = await purposeOf(tx, statement.account.id)
  if (account === undefined) {
    throw new NotOurs(`account ${statement.account.id} is none of ours: silkgate bank-account add makes it one`)
  }
  const day = closing?.date ?? statement.to?.slice(0, 10)
  if (opening === undefined || closing === undefined || day === undefined) {
    throw new NotOurs(`statement ${statement.id} has no opening or closing balance`)
  }
  const number = numberOf(statement)
  const about = [statement.account.id, number, day].join('/')
  const row = {
    statement_id: uuidOf('bank statement', about),
    account_id: statement.account.id,
    file_id: file.fileId,
    format: statement.format,
    number,
    sequence: (statement.legalSequence ?? statement.sequence)?.toString() ?? null,
    from_day: statement.from?.slice(0, 10) ?? null,
    to_day: day,
    currency: closing.amount.currency,
    opening_minor: opening.amount.minor.toString(),
    closing_minor: closing.amount.minor.toString(),
    taken_at: at,
  }
  const differs = (field: string, ours: string, theirs: string, minor: bigint) =>
    openBreaks(
      tx,
      [
        {
          ...{ kind: 'statement_differs', about: `${about} ${field}` },
          ...{ currency: row.currency, minor, field, ours, theirs },
        },
      ],
      at,
    )
  const before = await statementBefore(tx, row)
  if (before !== undefined) {
    const figures = (one: { opening_minor: unknown; closing_minor: unknown }) =>
      `${one.opening_minor} to ${one.closing_minor}`
    const difference = closing.amount.minor - before.closing_minor
    if (figures(before) !== figures(row)) await differs('statement', figures(before), figures(row), difference)
    return
  }
  await insertStatement(tx, row)
  for (let from = 0; from < booked.length; from += entriesAtOnce) {
    const rows = booked.slice(from, from + entriesAtOnce).map((entry) => rowOf(row.statement_id, statement, entry, day))
    await insertEntries(tx, rows)
    if (account.purpose === 'safeguarding') await postEntries(tx, rows, at)
  }
  for (const { of, stated, found } of end.differences) {
    const minor = typeof stated === 'object' && typeof found === 'object' ? found.minor - stated.minor : 0n
    await differs(of, figureOf(found), figureOf(stated), minor)
  }
  await openGaps(tx, statement.account.id, at)
}
