export { nextAnswerLook } from './answer-look.ts'
export { type AtCutOff, decidePayout, type Payout, type SkipReason, skipReasons } from './decide-remittance.ts'
export { type ByPayment, keptForPayments } from './kept-back.ts'
export { type EntryMatch, matchEntry, type OpenEntry, type OrderedRemittance } from './match-entry.ts'
export { type PartOfPayment, paidOfPayment, unpaidOfPayment } from './paid-of-payment.ts'
export {
  isRemittanceId,
  merchantOfRemittance,
  type RemittanceEvent,
  type RemittanceId,
  type RemittanceStatus,
  remittanceEventOf,
  remittanceEvents,
  remittanceEventTypes,
  remittanceIdOf,
  remittanceIdsIn,
  remittanceStatuses,
} from './remittance.ts'
export {
  heardOfOrder,
  type RemittanceMove,
  remittanceMoveOf,
  remittanceTable,
  statusAfter,
} from './remittance-table.ts'
export { isPayoutDay, nextRunDay } from './rhythm.ts'
export { saysTotal, totalToType, type WaitingTotal } from './waiting-totals.ts'
export { type BeforeSending, type KeptBackReason, keptBackReasons, whyKeptBack } from './why-kept-back.ts'
