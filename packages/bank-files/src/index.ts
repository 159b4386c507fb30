export type { Bytes, Limits } from './bytes.ts'
export { readCamt } from './camt/read-camt.ts'
export { entryIdentity, type Gap, statementGaps, statementIdentity } from './identity.ts'
export { readMt940 } from './mt940/read-mt940.ts'
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
