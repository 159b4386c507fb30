export {
  listRemittances,
  paymentsOfRemittance,
  type RemittanceFilter,
  readRemittance,
  remittancesOfPayment,
  remittancesOfPaymentSql,
} from './list-remittances.store.ts'
export type { MovementKind, MovementRow, PaidAccount, RemittanceRow } from './remittance.row.ts'
