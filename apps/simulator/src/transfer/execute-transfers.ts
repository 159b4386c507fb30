import { accounts } from '../bank/accounts.ts'
import type { BankEntry } from '../bank/bank.ts'
import { closesAt } from '../bank/bank-times.ts'
import type { Faults } from '../fault/faults.ts'
import type { NewFile } from '../file/files.ts'
import { businessDayAfter, type Day } from '../settlement/calendar.ts'
import { statusFile } from './pain002.ts'
import type { Executed, Instructed, Reason, Transfer, TransferStrike } from './transfers.ts'

const closed: Reason = { code: 'AC04', text: 'The account of Cdtr is closed' }
const blocked: Reason = { code: 'AC06', text: 'The account of Cdtr is blocked' }

const entryOf = (
  accountId: string,
  bookingDay: Day,
  minor: bigint,
  of: Pick<BankEntry, 'remittance' | 'transfers'>,
): BankEntry => ({
  ...{ accountId, bookingDay, minor, chargesMinor: 0n, settlementBatchIds: [], counterparty: undefined },
  ...of,
})

/** Whether money comes to another account of the bank's. */
const isAtHome = ({ creditor }: Instructed): boolean => accounts.some(({ accountId }) => accountId === creditor.account)

/** The debits of payments, one for each or, where a group wants it or is struck, for the group; and the credits at home. */
const bookingsOf = (day: Day, paid: readonly Transfer[], isOne: (group: string) => boolean): BankEntry[] => {
  const debits = new Map<string, Transfer[]>()
  for (const transfer of paid) {
    const { paymentInformationId, isBatched } = transfer.instructed
    const key =
      isBatched || isOne(paymentInformationId) ? `${transfer.messageNumber} ${paymentInformationId}` : `${transfer.id}`
    debits.set(key, [...(debits.get(key) ?? []), transfer])
  }
  const credits = paid.filter(({ instructed }) => isAtHome(instructed))
  const booked = ({ instructed }: Transfer) => ({ instructed, returned: undefined })
  return [
    ...[...debits.values()].flatMap((own) => {
      const [first] = own
      if (first === undefined) return []
      const { accountId, instructed } = first
      const minor = own.reduce((sum, each) => sum - each.instructed.minor, 0n)
      const remittance = own.length === 1 ? instructed.remittance : `${own.length} PAYMENTS`
      return [entryOf(accountId, day, minor, { remittance, transfers: own.map(booked) })]
    }),
    ...credits.map((transfer) => {
      const { creditor, minor, remittance } = transfer.instructed
      return entryOf(creditor.account, day, minor, { remittance, transfers: [booked(transfer)] })
    }),
  ]
}

/** What tells that payments are rejected though they were accepted: one file for each message. */
const rejections = (day: Day, rejected: readonly Transfer[]): NewFile[] => {
  const messages = Map.groupBy(rejected, ({ messageNumber }) => messageNumber)
  return [...messages].flatMap(([number, ofMessage]) => {
    const original = ofMessage[0]?.instructed
    const groups = Map.groupBy(ofMessage, ({ instructed }) => instructed.paymentInformationId)
    const payments = [...groups].map(([paymentInformationId, own]) => ({
      ...{ paymentInformationId, status: 'PART' },
      transfers: own.map(({ instructed }) => ({ ...instructed, status: 'RJCT', reason: blocked })),
    }))
    const report = { status: 'PART', at: closesAt(day), original, payments }
    return [statusFile(number, report, day.replaceAll('-', ''))]
  })
}

/**
 * Executes what the bank was told to pay on a day, spoiled as the faults in force want it: a payment is rejected after all, or is
 * booked and comes back two business days later.
 */
export const executeTransfers = (
  day: Day,
  due: readonly Transfer[],
  faults: Faults,
): {
  readonly entries: readonly BankEntry[]
  readonly executed: readonly Executed[]
  readonly files: readonly NewFile[]
  readonly strikes: readonly TransferStrike[]
} => {
  const strikes: TransferStrike[] = []
  const isStruck = (fault: TransferStrike['fault'], { instructed }: Transfer, wasRight: string): boolean => {
    const about = instructed.endToEndId
    if (!faults.strikesOne(fault, about)) return false
    strikes.push({ fault, about, at: closesAt(day), wasRight })
    return true
  }
  const rejected = due.filter((each) => isStruck('payout-rejected-after-acceptance', each, `a debit on ${day}`))
  const paid = due.filter((each) => !rejected.includes(each))
  const returned = paid.filter(
    (each) => !isAtHome(each.instructed) && isStruck('payout-returned', each, 'the creditor has the money'),
  )
  const returnedOn = businessDayAfter(day, 2)
  const groups = new Set(paid.map(({ instructed }) => instructed.paymentInformationId))
  const asOne = [...groups].filter((about) => faults.strikesOne('payout-booked-as-one', about))
  for (const about of asOne) {
    strikes.push({ fault: 'payout-booked-as-one', about, at: closesAt(day), wasRight: 'a debit for each' })
  }
  return {
    entries: [
      ...bookingsOf(day, paid, (group) => asOne.includes(group)),
      ...returned.map(({ accountId, instructed }) =>
        entryOf(accountId, returnedOn, instructed.minor, {
          remittance: instructed.remittance,
          transfers: [{ instructed, returned: closed }],
        }),
      ),
    ],
    executed: [
      ...rejected.map(({ id }) => ({ id, status: 'rejected' as const, reason: blocked, returnedOn: undefined })),
      ...paid.map((each) =>
        returned.includes(each)
          ? { id: each.id, status: 'booked' as const, reason: closed, returnedOn }
          : { id: each.id, status: 'booked' as const, reason: undefined, returnedOn: undefined },
      ),
    ],
    files: rejections(day, rejected),
    strikes,
  }
}
