import type { FaultName } from '../fault/faults.ts'
import type { NewFile } from '../file/files.ts'
import type { Day } from '../settlement/calendar.ts'
import type { SettlementBatch } from '../settlement/settlements.ts'
import type { BookedTransfer, Executed, Transfer } from '../transfer/transfers.ts'
import type { CounterpartyName } from './accounts.ts'

/** The formats in which the bank writes statements. */
export const statementFormats = ['camt.053', 'mt940'] as const
export type StatementFormat = (typeof statementFormats)[number]

export type BankEntry = {
  readonly accountId: string
  /** Possibly to come; undefined while it waits to be put together with the next one of its account. */
  readonly bookingDay: Day | undefined
  /** A credit is positive, a debit negative. */
  readonly minor: bigint
  /** What the bank took of it, stated with it. */
  readonly chargesMinor: bigint
  /** What it is for; empty where it is no settlement. */
  readonly settlementBatchIds: readonly string[]
  readonly remittance: string
  /** Undefined where payments that we were told to make say it. */
  readonly counterparty: CounterpartyName | undefined
  /** The payments that it is made of; empty where we were told of none. */
  readonly transfers: readonly BookedTransfer[]
}

export type BankStatement = {
  readonly accountId: string
  /** From 1 for each account, without gaps. */
  readonly number: number
  readonly day: Day
  readonly openingMinor: bigint
  readonly closingMinor: bigint
}

/** A fault of the bank as it struck: which batch or file, and what should be there. */
export type BankStrike = {
  readonly fault: FaultName
  readonly about: string
  readonly at: Date
  readonly wasRight: string
}

/** What the bank knows when it closes a day. */
export type BankBooks = {
  /** The last statement of each account that has one. */
  readonly statements: readonly BankStatement[]
  /** What Alipay+ pays or takes on the day. */
  readonly batches: readonly Pick<SettlementBatch, 'settlementBatchId' | 'currency' | 'netMinor'>[]
  /** What was put off to the day, and what waits for the next one of its account. */
  readonly putOff: readonly BankEntry[]
  /** What the bank was told to pay on the day. */
  readonly transfers: readonly Transfer[]
}

/** All that comes of closing a day. */
export type BankClosing = {
  readonly day: Day
  /** What is new, and what still waits. */
  readonly entries: readonly BankEntry[]
  readonly executed: readonly Executed[]
  readonly statements: readonly BankStatement[]
  readonly files: readonly NewFile[]
  readonly strikes: readonly BankStrike[]
}

/** What the bank keeps. */
export type BankStore = {
  /** The last day that was closed, and before that the first day on which anything is to be booked. */
  days(): Promise<{ closed: Day | undefined; first: Day | undefined }>
  booksOf(day: Day): Promise<BankBooks>
  /** Keeps a closing, all of it or nothing; a day that was closed already is an error. */
  keep(closing: BankClosing): Promise<void>
  /** What is booked by the last day that was closed, in order. */
  entries(): Promise<BankEntry[]>
  strikes(): Promise<BankStrike[]>
}
