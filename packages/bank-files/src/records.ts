import type { FileFault } from './faults.ts'

/** An amount in the smallest unit of its currency as ISO 4217 has it: 15.00 EUR is `1500n`, 1500 JPY is `1500n`. */
export type Money = { readonly currency: string; readonly minor: bigint }

/** Which message a statement came in. camt.052, camt.054 and MT942 announce; camt.053 and MT940 are the account's truth. */
export type Format = 'camt.052' | 'camt.053' | 'camt.054' | 'MT940' | 'MT942'

/** Where in the file: line and column count from 1; the path is that of the XML element, or the tag of the SWIFT field. */
export type Position = { readonly line: number; readonly column: number; readonly path: string }

/** `credit` is money that came to the account, `debit` is money that left it. */
export type Direction = 'credit' | 'debit'

/** The account that a statement is about. `id` is its IBAN without spaces, or what the bank calls it. */
export type Account = {
  readonly id: string
  readonly iban?: string
  readonly currency?: string
  readonly owner?: string
  /** The BIC of the bank that keeps it. */
  readonly bic?: string
}

/** A statement, report or notification begins. Dates are YYYY-MM-DD, times are as the file has them. */
export type Statement = {
  readonly kind: 'statement'
  readonly format: Format
  /** Of the camt message, two digits: `08`. */
  readonly version?: string
  /** Counts the statements of the file, from 1. */
  readonly number: number
  /** The file's own id: GrpHdr/MsgId. */
  readonly messageId?: string
  /** The statement's own id: Stmt/Id, or :20:, which many banks give to each statement alike. */
  readonly id: string
  /** The reference of what asked for the statement, :21:. */
  readonly relatedReference?: string
  readonly account: Account
  /** Counts the account's statements: ElctrncSeqNb, or the first number of :28C:. */
  readonly sequence?: bigint
  /** LglSeqNb. */
  readonly legalSequence?: bigint
  /** Which part of the statement this is, from 1: StmtPgntn, or the second number of :28C:. */
  readonly page?: bigint
  readonly lastPage?: boolean
  readonly createdAt?: string
  readonly from?: string
  readonly to?: string
  /** CODU, COPY or DUPL. */
  readonly copy?: string
  readonly at: Position
}

/** A balance of a statement. */
export type Balance = {
  readonly kind: 'balance'
  readonly statement: number
  /** The code of ISO 20022: OPBD and CLBD are opening and closing, ITBD is where a page ends or begins, CLAV can be used. */
  readonly type: string
  /** Below zero where the account is overdrawn. */
  readonly amount: Money
  readonly date?: string
  readonly at: Position
}

/** The bank's transaction code: of ISO 20022, and the bank's own, which is `NTRF` or a German `166` in MT940. */
export type TransactionCode = {
  readonly domain?: string
  readonly family?: string
  readonly subFamily?: string
  readonly proprietary?: string
  readonly issuer?: string
}

/** What a bank took for its work. `isIncluded` says whether the entry's amount is already less by it. */
export type Charge = {
  readonly amount: Money
  readonly direction?: Direction
  readonly isIncluded?: boolean
  readonly type?: string
}

/** Whoever paid or was paid. `account` is there where it has no IBAN; `ultimate` names on whose behalf. */
export type Party = {
  readonly name?: string
  readonly iban?: string
  readonly account?: string
  readonly bic?: string
  readonly ultimate?: string
}

/** References as the parties gave them; `NOTPROVIDED` and `NONREF` are left out, because they refer to nothing. */
export type References = {
  readonly messageId?: string
  readonly bankReference?: string
  readonly paymentInformationId?: string
  readonly instructionId?: string
  readonly endToEndId?: string
  readonly uetr?: string
  readonly transactionId?: string
  readonly mandateId?: string
  readonly clearingReference?: string
}

/** Money that came back, and why: a code like AC04 in camt, a German text key in MT940. */
export type Return = { readonly reason?: string; readonly information: readonly string[]; readonly originator?: string }

/** One of the payments that an entry is made of. */
export type Transaction = {
  readonly references: References
  readonly amount?: Money
  readonly direction?: Direction
  /** What the payer instructed, before charges and exchange. */
  readonly instructedAmount?: Money
  readonly counterValue?: Money
  readonly code?: TransactionCode
  readonly charges: readonly Charge[]
  readonly debtor?: Party
  readonly creditor?: Party
  /** The one of the two that is not the account's own side. */
  readonly counterparty?: Party
  /** Free text, in its order. In MT940 the lines are joined without a space, because banks cut words. */
  readonly remittance: readonly string[]
  /** Structured references to what is paid, such as RF18 5390 0754 7034. */
  readonly creditorReferences: readonly string[]
  readonly returned?: Return
  readonly purpose?: string
  readonly information?: string
}

/** What an entry says of the batch that it books as one. */
export type Batch = {
  readonly messageId?: string
  readonly paymentInformationId?: string
  readonly transactions?: number
  readonly amount?: Money
}

/** One booking. */
export type Entry = {
  readonly kind: 'entry'
  readonly statement: number
  /** Counts the entries of the statement, broken ones too, from 1. */
  readonly number: number
  /** Never below zero. */
  readonly amount: Money
  /** Which way the money moved, of a reversal too: the reversal of a credit is a debit. */
  readonly direction: Direction
  readonly isReversal: boolean
  /** BOOK, PDNG, INFO or a code of the bank; only what is BOOK is in the balance. */
  readonly status: string
  readonly bookingDate?: string
  /** The time of booking, where the file has one. */
  readonly bookedAt?: string
  readonly valueDate?: string
  /** NtryRef, or the account owner's reference in :61:. */
  readonly reference?: string
  /** AcctSvcrRef, or what stands behind // in :61:. */
  readonly bankReference?: string
  readonly code: TransactionCode
  readonly instructedAmount?: Money
  readonly charges: readonly Charge[]
  readonly batches: readonly Batch[]
  readonly transactions: readonly Transaction[]
  /** AddtlNtryInf; in MT940, supplementary details and the lines of :86: as they are. */
  readonly information?: string
  readonly at: Position
}

/** Something that could not be read, or does not agree with itself. Whatever else is in the file goes on. */
export type Problem = {
  readonly kind: 'problem'
  readonly statement: number
  /** The number of the entry that it is about. */
  readonly entry?: number
  /** Whether that entry is left out because of it. */
  readonly isLeftOut: boolean
  readonly reason: 'amount' | 'currency' | 'date' | 'missing' | 'code' | 'syntax' | 'batch' | 'pages'
  readonly message: FileFault
  readonly at: Position
}

/** A figure of the statement that its entries do not come to; `stated` is missing where it is no amount of the currency. */
export type Difference =
  | {
      readonly of: 'closing balance' | 'credits' | 'debits' | 'entries'
      readonly stated?: Money
      readonly found: Money
    }
  | {
      readonly of: 'number of credits' | 'number of debits' | 'number of entries'
      readonly stated: number
      readonly found: number
    }

/** How many entries, and how much together in the statement's currency. */
export type Total = { readonly count: number; readonly minor: bigint }

/** A statement ends, and this is what its figures say. */
export type StatementEnd = {
  readonly kind: 'statement_end'
  readonly statement: Statement
  readonly currency?: string
  readonly opening?: Balance
  readonly closing?: Balance
  /** Booked entries alone. */
  readonly credits: Total
  readonly debits: Total
  /** Entries that were left out; each has its problem. */
  readonly leftOut: number
  /**
   * `adds_up`: opening balance and booked entries give the closing balance, and stated totals agree. `differs`: they do not, see
   * `differences`. `unverified`: there is nothing to check by, as in most announcements.
   */
  readonly verdict: 'adds_up' | 'differs' | 'unverified'
  readonly differences: readonly Difference[]
  readonly information?: string
  readonly at: Position
}

/** What a reader delivers, in the order of the file. */
export type StatementRecord = Statement | Balance | Entry | Problem | StatementEnd
