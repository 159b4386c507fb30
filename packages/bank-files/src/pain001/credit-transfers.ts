import type { FileFault } from '../faults.ts'
import type { Money } from '../records.ts'

/** An address in parts, as banks ask for it since November 2026: town and country stand for themselves. */
export type PostalAddress = {
  readonly street?: string
  readonly building?: string
  readonly postcode?: string
  readonly town: string
  /** A state or province. */
  readonly subdivision?: string
  /** Two letters, ISO 3166. */
  readonly country: string
  /** What has no part of its own; at most two lines. */
  readonly lines?: readonly string[]
}

/** Who pays, and from which account. */
export type Debtor = {
  readonly name: string
  readonly iban: string
  readonly bic?: string
  readonly address?: PostalAddress
}

/** Who is paid, and on which account: its IBAN, or outside the countries that have one its number. */
export type Creditor = {
  readonly name: string
  readonly account: { readonly iban: string } | { readonly number: string }
  /** Needed outside SEPA, like the address. */
  readonly bic?: string
  readonly address?: PostalAddress
}

/** One payment. Its references are never changed; name, address and text are made to fit. */
export type CreditTransfer = {
  /** Comes back in status reports and on statements; unique in its message. At most 35 characters of SEPA's set. */
  readonly endToEndId: string
  /** Between us and the bank alone. */
  readonly instructionId?: string
  /** A UUID of version 4, which follows a payment through all banks; version 03 has no place for it. */
  readonly uetr?: string
  readonly amount: Money
  readonly debtor: Debtor
  readonly creditor: Creditor
  /** YYYY-MM-DD. */
  readonly executionDate: string
  /** What the creditor reads on its statement, 140 characters. */
  readonly remittance?: string
}

/** A file of payments: pain.001. */
export type CreditTransferMessage = {
  /** Of pain.001.001. */
  readonly version: '09' | '03'
  /** Unique for the bank, which refuses one that it has seen. The ids of its groups are this one and a number. */
  readonly messageId: string
  readonly createdAt: Date
  /** Who sends it. */
  readonly initiator: string
  /** One debit for each group instead of one for each payment. */
  readonly batchBooking?: boolean
  readonly transfers: readonly CreditTransfer[]
}

/**
 * `sepa` is euros to an account of a SEPA country; all else is `cross_border`, where the creditor's bank and address are needed
 * and costs are shared.
 */
export type Scheme = 'sepa' | 'cross_border'

/** Payments of one debtor, scheme, currency and day: PmtInf. */
export type PaymentInformation = {
  readonly paymentInformationId: string
  readonly scheme: Scheme
  readonly currency: string
  readonly executionDate: string
  readonly debtor: Debtor
  readonly transfers: readonly CreditTransfer[]
  /** Their sum in the currency's smallest unit. */
  readonly sum: bigint
}

/** What is wrong with a message, and with which of its fields: `transfers[2].creditor.account.iban`. */
export type TransferFault = { readonly field: string; readonly message: FileFault }

/** A message as a file, and what is in it. */
export type WrittenCreditTransfers = {
  /** The file: UTF-8, the same for the same message. */
  readonly bytes: Uint8Array
  /** Of all payments, whatever their currencies, as it stands in the file. */
  readonly controlSum: string
  readonly payments: readonly PaymentInformation[]
}
