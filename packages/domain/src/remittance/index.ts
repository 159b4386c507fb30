export { type AtCutOff, decidePayout, type Payout, type SkipReason, skipReasons } from './decide-remittance.ts'
export {
  isRemittanceId,
  merchantOfRemittance,
  type RemittanceEvent,
  type RemittanceId,
  type RemittanceStatus,
  remittanceEvents,
  remittanceIdOf,
  remittanceIdsIn,
  remittanceStatuses,
} from './remittance.ts'
export {
  type RemittanceMove,
  remittanceMoveOf,
  remittanceTable,
  statusAfter,
} from './remittance-table.ts'
export { isPayoutDay, nextRunDay } from './rhythm.ts'
