import type { Money, Problem } from '../records.ts'

/** Why a bank says so: a code of ISO 20022 (AC04, AM05, NARR …) or its own, and words. */
export type StatusReason = {
  readonly code?: string
  readonly information: readonly string[]
}

/**
 * What a status means. `pending`: received, or not decided. `accepted`: checked or in process. `settled`: the money left the
 * debtor's account, or reached the creditor's. `rejected`: it will not be paid. `partial`: look deeper. `unknown`: a word that is
 * not known here.
 */
export type Outcome = 'pending' | 'accepted' | 'settled' | 'rejected' | 'partial' | 'unknown'

/** A status as the bank writes it, what it means, and why. */
export type Status = {
  /** RCVD, ACTC, ACCP, ACSP, ACSC, ACCC, ACWC, PDNG, PART, RJCT or a newer word. */
  readonly status: string
  readonly outcome: Outcome
  readonly reasons: readonly StatusReason[]
}

/** TxInfAndSts: what is said about one payment. */
export type TransactionStatus = {
  /** Whose group it is in. */
  readonly paymentInformationId?: string
  readonly endToEndId?: string
  readonly instructionId?: string
  readonly uetr?: string
  /** AcctSvcrRef. */
  readonly bankReference?: string
  readonly amount?: Money
  /** The transaction's own, else its group's, else the message's; missing where the bank says none at all. */
  readonly status?: Status
}

/** OrgnlPmtInfAndSts: what is said about a group as a whole. */
export type PaymentInformationStatus = {
  readonly paymentInformationId: string
  readonly status?: Status
}

/** A status report: the bank's answer to one message of ours. */
export type PaymentStatusReport = {
  /** Of pain.002.001, two digits. */
  readonly version: string
  readonly messageId?: string
  /** As the file has it. */
  readonly createdAt?: string
  /** The message that it answers, and its name where it is said: pain.001.001.09. */
  readonly originalMessageId: string
  readonly originalMessageName?: string
  /** Of the whole message. */
  readonly status?: Status
  readonly payments: readonly PaymentInformationStatus[]
  readonly transactions: readonly TransactionStatus[]
  /** What could not be read, and where; the rest stands. */
  readonly problems: readonly Pick<Problem, 'reason' | 'message' | 'at'>[]
}
