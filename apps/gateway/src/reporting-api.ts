import type { Route } from './http/route.ts'
import { balanceRoutes } from './ledger/balance.routes.ts'
import { remittanceRoutes } from './remittance/remittance.routes.ts'
import { reportRoutes } from './report-delivery/reports.routes.ts'
import { signatureDoctorRoutes } from './signature-doctor/signature-doctor.routes.ts'
import { trailRoutes } from './trail/trail.routes.ts'
import { transactionRoutes } from './transaction/transaction.routes.ts'
import { eventRoutes } from './webhook/event.routes.ts'

export type ReportingApiNeeds = {
  readonly balances: Parameters<typeof balanceRoutes>[0]
  readonly doctor: Parameters<typeof signatureDoctorRoutes>[0]
  readonly events: Parameters<typeof eventRoutes>[0]
  readonly remittances: Parameters<typeof remittanceRoutes>[0]['remittances']
  readonly reports: Parameters<typeof reportRoutes>[0]['reports']
  readonly trail: Parameters<typeof trailRoutes>[0]['trail']
  readonly transactions: Parameters<typeof transactionRoutes>[0]
}

/** Every route of our own API for merchants, beside Connect's and authenticated like it. They are data, as those are. */
export const reportingApi = ({
  balances,
  doctor,
  events,
  remittances,
  reports,
  trail,
  transactions,
}: ReportingApiNeeds): Route[] => [
  ...eventRoutes(events),
  ...signatureDoctorRoutes(doctor),
  ...trailRoutes({ trail }),
  ...transactionRoutes(transactions),
  ...balanceRoutes(balances),
  ...remittanceRoutes({ remittances }),
  ...reportRoutes({ reports }),
]
