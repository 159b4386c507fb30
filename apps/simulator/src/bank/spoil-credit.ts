import type { FaultOf, Faults } from '../fault/faults.ts'
import { businessDayAfter, type Day } from '../settlement/calendar.ts'
import { accountOf } from './accounts.ts'
import type { BankEntry, BankStrike } from './bank.ts'
import { closesAt } from './bank-times.ts'

type CreditFault = FaultOf<'credit'>

const less = (entry: BankEntry, minor: bigint): BankEntry => ({
  ...entry,
  minor: entry.minor > minor ? entry.minor - minor : 0n,
})

const withCharges = (entry: BankEntry): BankEntry => {
  const left = less(entry, 250n)
  return { ...left, chargesMinor: entry.minor - left.minor }
}

/** What becomes of a credit; where several strike it, the first does. */
const creditFaults: Readonly<Record<CreditFault, (entry: BankEntry, next: Day) => readonly BankEntry[]>> = {
  'settled-short': (entry) => [less(entry, 1000n)],
  'bank-charges': (entry) => [withCharges(entry)],
  'bank-two-batches-one-credit': (entry) => [{ ...entry, bookingDay: undefined }],
  'bank-one-batch-two-credits': (entry, next) => {
    const half = entry.minor / 2n
    return [
      { ...entry, minor: half },
      { ...entry, minor: entry.minor - half, bookingDay: next },
    ]
  },
  'bank-late': (entry, next) => [{ ...entry, bookingDay: next }],
  'bank-wrong-reference': (entry) => [{ ...entry, remittance: entry.remittance.replace(/ S(\d{8})/, ' Z$1') }],
}
const names = Object.keys(creditFaults) as CreditFault[]

/** Two credits as one. */
export const together = (one: BankEntry, other: BankEntry): BankEntry => ({
  ...other,
  minor: one.minor + other.minor,
  settlementBatchIds: [...one.settlementBatchIds, ...other.settlementBatchIds],
  remittance: [one.remittance, ...other.settlementBatchIds].join(' '),
})

/** What is booked instead of a credit of a day, spoiled as the faults in force want it, and what would have been right. */
export const spoilCredit = (
  entry: BankEntry,
  day: Day,
  faults: Faults,
): { entries: readonly BankEntry[]; strikes: readonly BankStrike[] } => {
  const [about = ''] = entry.settlementBatchIds
  const fault = entry.minor > 0n ? names.find((name) => faults.strikesOne(name, about)) : undefined
  if (fault === undefined) return { entries: [entry], strikes: [] }
  const entries = creditFaults[fault](entry, businessDayAfter(day, 1)).filter(({ minor }) => minor !== 0n)
  const { currency } = accountOf(entry.accountId)
  const wasRight = `a credit of ${entry.minor} ${currency} on ${day}: ${entry.remittance}`
  return { entries, strikes: [{ fault, about, at: closesAt(day), wasRight }] }
}
