import type { Faults } from '../fault/faults.ts'
import type { Day } from '../settlement/calendar.ts'
import { executeTransfers } from '../transfer/execute-transfers.ts'
import { accounts } from './accounts.ts'
import type { BankBooks, BankClosing, BankEntry, BankStatement, BankStrike, StatementFormat } from './bank.ts'
import { spoilCredit, together } from './spoil-credit.ts'
import { trafficOn, writeStatement } from './spoil-statement.ts'

/** What pays a batch, or takes it; undefined where there is no account in its currency. */
const entryFor = (day: Day, { settlementBatchId, currency, netMinor }: BankBooks['batches'][number]) => {
  const account = accounts.find((one) => one.currency === currency && one.purpose === 'safeguarding')
  if (account === undefined) return undefined
  const entry: BankEntry = {
    accountId: account.accountId,
    bookingDay: day,
    minor: netMinor,
    chargesMinor: 0n,
    settlementBatchIds: [settlementBatchId],
    remittance: `ALIPAYPLUS SETTLEMENT ${settlementBatchId}`,
    counterparty: 'alipayplus',
    transfers: [],
  }
  return entry
}

/** What comes of the batches of a day, and what still waits of those before. */
const entriesOf = (
  day: Day,
  { batches, putOff }: BankBooks,
  faults: Faults,
): Pick<BankClosing, 'entries' | 'strikes'> => {
  const entries = putOff.filter(({ bookingDay }) => bookingDay === undefined)
  const strikes: BankStrike[] = []
  for (const batch of batches) {
    const entry = entryFor(day, batch)
    if (entry === undefined) continue
    const waits = entries.findIndex(
      ({ accountId, bookingDay }) => accountId === entry.accountId && bookingDay === undefined,
    )
    const [first] = entry.minor > 0n && waits >= 0 ? entries.splice(waits, 1) : []
    const spoiled =
      first === undefined ? spoilCredit(entry, day, faults) : { entries: [together(first, entry)], strikes: [] }
    entries.push(...spoiled.entries)
    strikes.push(...spoiled.strikes)
  }
  return { entries, strikes }
}

const ofAccount = <T extends { readonly accountId: string }>(all: readonly T[], accountId: string): T[] =>
  all.filter((one) => one.accountId === accountId)

/**
 * What the bank does on the evening of a business day: books what Alipay+ pays or takes and what its customer told it to pay, and
 * writes the statement of each account that has ever been booked on, spoiled as the faults in force want it.
 */
export const bookDay = (
  day: Day,
  books: BankBooks,
  { format, faults }: { format: StatementFormat; faults: Faults },
): BankClosing => {
  const settled = entriesOf(day, books, faults)
  const paid = executeTransfers(day, books.transfers, faults)
  const entries = [...settled.entries, ...paid.entries]
  const due = [...books.putOff, ...entries].filter(({ bookingDay }) => bookingDay === day)
  const closings = accounts.flatMap(({ accountId }) => {
    const [last] = ofAccount(books.statements, accountId)
    const own = ofAccount(due, accountId)
    if (last === undefined && own.length === 0) return []
    const { entries: traffic, ...struck } = trafficOn(accountId, day, { format, faults })
    const booked = [...own, ...traffic]
    const openingMinor = last?.closingMinor ?? 0n
    const closingMinor = booked.reduce((sum, { minor }) => sum + minor, openingMinor)
    const statement: BankStatement = { accountId, number: (last?.number ?? 0) + 1, day, openingMinor, closingMinor }
    const written = writeStatement({ ...statement, entries: booked }, { format, faults })
    return [{ statement, traffic, files: written.files, strikes: [...struck.strikes, ...written.strikes] }]
  })
  return {
    day,
    entries: [...entries, ...closings.flatMap(({ traffic }) => traffic)],
    statements: closings.map(({ statement }) => statement),
    executed: paid.executed,
    files: [...paid.files, ...closings.flatMap(({ files }) => files)],
    strikes: [...settled.strikes, ...paid.strikes, ...closings.flatMap((one) => one.strikes)],
  }
}
