import type { FaultName } from '../fault/faults.ts'
import type { NewFile } from '../file/files.ts'
import type { Day } from '../settlement/calendar.ts'

/** Why the bank does not pay, or what came back: a code of ISO 20022 and words. */
export type Reason = { readonly code: string; readonly text: string }

/** One end of a payment: who, and an IBAN or another number. */
export type End = { readonly name: string; readonly account: string; readonly bic?: string | undefined }

/** A payment as the customer instructed it. */
export type Instructed = {
  readonly version: string
  readonly messageId: string
  readonly paymentInformationId: string
  readonly endToEndId: string
  readonly instructionId?: string | undefined
  readonly uetr?: string | undefined
  readonly currency: string
  readonly minor: bigint
  readonly debtor: End
  readonly creditor: End
  readonly remittance: string
  /** One debit is wanted for all payments of its group. */
  readonly isBatched: boolean
}

/** A payment that is accepted and waits for its day. */
export type Transfer = {
  readonly id: bigint
  readonly messageNumber: number
  /** Which account is debited. */
  readonly accountId: string
  readonly instructed: Instructed
}

/** A payment in an entry of a statement; returned where the entry brings it back. */
export type BookedTransfer = { readonly instructed: Instructed; readonly returned: Reason | undefined }

/** A payment as it stands now. */
export type KnownTransfer = Transfer & {
  readonly status: 'accepted' | 'rejected' | 'booked'
  readonly reason: Reason | undefined
  readonly executionDay: Day | undefined
  readonly returnedOn: Day | undefined
}

/** A file of payments as it stands now. */
export type KnownMessage = {
  readonly number: number
  readonly path: string
  readonly receivedAt: Date
  readonly messageId: string | undefined
  /** ACCP, PART or RJCT; undefined until it is answered. */
  readonly status: string | undefined
  readonly reason: Reason | undefined
  readonly transfers: readonly KnownTransfer[]
}

/** A file of payments whose answer is due. */
export type DueMessage = {
  readonly number: number
  readonly answersAt: Date
  readonly body: Buffer
}

/** A fault as it struck a payment or a message, and what would have been right. */
export type TransferStrike = {
  readonly fault: FaultName
  readonly about: string
  readonly at: Date
  readonly wasRight: string
}

/** What becomes of a message: its payments, and the files that answer it. */
export type Answer = {
  readonly number: number
  readonly answeredAt: Date
  readonly messageId: string | undefined
  readonly status: 'ACCP' | 'PART' | 'RJCT'
  readonly reason: Reason | undefined
  readonly transfers: readonly Omit<KnownTransfer, 'id' | 'messageNumber' | 'returnedOn'>[]
  readonly files: readonly NewFile[]
  readonly strikes: readonly TransferStrike[]
}

/** What became of a payment on its day: booked, or rejected after all. */
export type Executed = Pick<KnownTransfer, 'id' | 'status' | 'reason' | 'returnedOn'>

/** Where the bank takes files; a file that is there is never written over. */
export type Inbox = {
  /** Begins with a slash. */
  readonly folder: string
  /** Keeps a file, and takes it as an order unless its name says that it is not whole. False where the name is taken. */
  readonly put: (path: string, body: Buffer) => Promise<boolean>
  /** False where there is no such file that is not taken yet, or where the new name is taken. */
  readonly rename: (from: string, to: string) => Promise<boolean>
}

/** What the bank keeps about payments that it was told to make. */
export type TransferStore = {
  readonly inbox: Inbox
  /** When the next answer is due. */
  nextDue(): Promise<Date | undefined>
  /** The oldest message whose answer is due. */
  due(now: Date): Promise<DueMessage | undefined>
  /** Whether a message of this id came before this one. */
  isKnown(messageId: string, before: number): Promise<boolean>
  /** Keeps an answer, all of it or nothing. */
  answer(answer: Answer): Promise<void>
  /** The last messages with their payments, the newest first. */
  latest(count: number): Promise<KnownMessage[]>
}
