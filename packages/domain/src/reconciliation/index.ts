export { type BreakKind, breakKinds } from './break.ts'
export {
  type BankEntry,
  type ExpectedReceipt,
  type HowMatched,
  type Match,
  type Matched,
  type MatchRules,
  type Mismatch,
  matchReceipts,
} from './match-receipts.ts'
