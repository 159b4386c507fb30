import type { FaultName, Faults } from '../fault/faults.ts'
import type { NewFile } from '../file/files.ts'
import type { Day } from '../settlement/calendar.ts'
import type { BankEntry, BankStrike, StatementFormat } from './bank.ts'
import { closesAt, lateStatementAt, statementTime } from './bank-times.ts'
import { statementPath, statementText } from './statement-file.ts'
import type { Written } from './written.ts'

type Needs = { readonly format: StatementFormat; readonly faults: Faults }

/** What strangers pay onto an account, and what is paid to them, where a fault wants it. */
export const trafficOn = (
  accountId: string,
  day: Day,
  { format, faults }: Needs,
): { entries: readonly BankEntry[]; strikes: readonly BankStrike[] } => {
  const fault: FaultName = 'bank-unrelated-traffic'
  const about = statementPath(format, accountId, day)
  if (!faults.strikesOne(fault, about)) return { entries: [], strikes: [] }
  const entry = (minor: bigint, remittance: string): BankEntry => ({
    ...{ accountId, minor, remittance },
    bookingDay: day,
    chargesMinor: 0n,
    settlementBatchIds: [],
    counterparty: 'stranger',
    transfers: [],
  })
  return {
    entries: [entry(12_345n, 'INVOICE 4711 TULIPS'), entry(-2_345n, 'CREDIT NOTE 4712 TULIPS')],
    strikes: [{ fault, about, at: closesAt(day), wasRight: 'neither of the last two entries' }],
  }
}

/** Writes a statement, late or twice where a fault wants it. */
export const writeStatement = (
  statement: Omit<Written, 'copy'>,
  { format, faults }: Needs,
): { files: readonly NewFile[]; strikes: readonly BankStrike[] } => {
  const { accountId, day } = statement
  const at = new Date(statementTime(day))
  const file = (copy: number, writtenAt: Date): NewFile => ({
    owner: 'bank',
    path: statementPath(format, accountId, day, copy),
    writtenAt,
    body: Buffer.from(statementText(format, { ...statement, copy })),
  })
  const right = file(1, at)
  const strike = (fault: FaultName, about: string, wasRight: string): BankStrike => ({ fault, about, at, wasRight })
  if (faults.strikesOne('bank-statement-missing', right.path)) {
    const strikes = [strike('bank-statement-missing', right.path, `written at ${at.toISOString()}`)]
    return { files: [{ ...right, writtenAt: lateStatementAt(day) }], strikes }
  }
  if (!faults.strikesOne('bank-statement-twice', right.path)) return { files: [right], strikes: [] }
  const again = file(2, at)
  return { files: [right, again], strikes: [strike('bank-statement-twice', again.path, right.path)] }
}
