export { explainByHand, explainEntries } from './explain-entries.ts'
export {
  listRemittances,
  paymentsOfRemittance,
  type RemittanceFilter,
  readRemittance,
  remittancesOfPayment,
  remittancesOfPaymentSql,
} from './list-remittances.store.ts'
export { type OrderFiles, openOrderFiles } from './order-files.ts'
export { nextDueRemittance, remittanceWork } from './remittance.jobs.ts'
export type { MovementKind, MovementRow, PaidAccount, RemittanceRow } from './remittance.row.ts'
export { remittancesTold } from './remittance-event.store.ts'
export { takePaymentStatus } from './take-payment-status.ts'
export { nextLookForAnswers } from './unanswered.store.ts'
