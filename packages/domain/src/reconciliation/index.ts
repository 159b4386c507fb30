export {
  actionsOf,
  type BreakAction,
  type BreakKind,
  breakActions,
  breakKinds,
  isNear,
  matchedWith,
  movesMoney,
} from './break.ts'
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
