import type { Day } from '../settlement/calendar.ts'
import { accounts } from './accounts.ts'
import type { BankBooks, BankClosing, BankEntry, BankStatement, StatementFormat } from './bank.ts'
import { statementTime } from './bank-times.ts'
import { statementFile } from './statement-file.ts'

/** What pays a batch, or takes it; nothing where there is no account in its currency. */
const entriesFor = (day: Day, { settlementBatchId, currency, netMinor }: BankBooks['batches'][number]): BankEntry[] => {
  const account = accounts.find((one) => one.currency === currency && one.purpose === 'safeguarding')
  if (account === undefined) return []
  const entry: BankEntry = {
    accountId: account.accountId,
    bookingDay: day,
    minor: netMinor,
    chargesMinor: 0n,
    settlementBatchIds: [settlementBatchId],
    remittance: `ALIPAYPLUS SETTLEMENT ${settlementBatchId}`,
    counterparty: 'alipayplus',
  }
  return [entry]
}

/** The statements of a day: of each account that has had one, and of those that are booked on for the first time. */
const statementsOf = (day: Day, before: readonly BankStatement[], booked: readonly BankEntry[]): BankStatement[] =>
  accounts.flatMap(({ accountId }) => {
    const last = before.find((one) => one.accountId === accountId)
    const entries = booked.filter((one) => one.accountId === accountId)
    if (last === undefined && entries.length === 0) return []
    const openingMinor = last?.closingMinor ?? 0n
    const closingMinor = entries.reduce((sum, { minor }) => sum + minor, openingMinor)
    return [{ accountId, number: (last?.number ?? 0) + 1, day, openingMinor, closingMinor }]
  })

/** What the bank does on the evening of a business day: books what Alipay+ pays or takes, and writes the statements. */
export const bookDay = (day: Day, books: BankBooks, format: StatementFormat): BankClosing => {
  const entries = books.batches.flatMap((batch) => entriesFor(day, batch))
  const booked = [...books.putOff, ...entries].filter(({ bookingDay }) => bookingDay === day)
  const statements = statementsOf(day, books.statements, booked)
  const writtenAt = new Date(statementTime(day))
  const files = statements.map((statement) => {
    const of = <T extends { accountId: string }>(all: readonly T[]) =>
      all.filter(({ accountId }) => accountId === statement.accountId)
    const [account] = of(accounts)
    if (account === undefined) throw new Error(`Broken invariant: ${statement.accountId} is no account of the bank`)
    const { path, text } = statementFile(format, { ...statement, account, entries: of(booked), copy: 1 })
    return { owner: 'bank' as const, path, writtenAt, body: Buffer.from(text) }
  })
  return { day, entries, statements, files, strikes: [] }
}
