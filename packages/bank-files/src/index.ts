export type { Bytes, Limits } from './bytes.ts'
export { readCamt } from './camt/read-camt.ts'
export { type FileFault, fileFaults } from './faults.ts'
export { entryIdentity, type Gap, statementGaps, statementIdentity } from './identity.ts'
export { readMt940 } from './mt940/read-mt940.ts'
export { schemeOf } from './pain001/check.ts'
export type {
  Creditor,
  CreditTransfer,
  CreditTransferMessage,
  Debtor,
  PaymentInformation,
  PostalAddress,
  Scheme,
  TransferFault,
  WrittenCreditTransfers,
} from './pain001/credit-transfers.ts'
export { writeCreditTransfers } from './pain001/write-credit-transfers.ts'
export { readPaymentStatusReport, statusOfPayment } from './pain002/read-status-report.ts'
export type {
  Outcome,
  PaymentInformationStatus,
  PaymentStatusReport,
  Status,
  StatusReason,
  TransactionStatus,
} from './pain002/status-report.ts'
export { readStatements } from './read-statements.ts'
export type {
  Account,
  Balance,
  Batch,
  Charge,
  Difference,
  Direction,
  Entry,
  Format,
  Money,
  Party,
  Position,
  Problem,
  References,
  Return,
  Statement,
  StatementEnd,
  StatementRecord,
  Total,
  Transaction,
  TransactionCode,
} from './records.ts'
export { BankFileRefused, type RefusalReason } from './refused.ts'
