import type { Route } from '../../../apps/gateway/src/http/route.ts'
import { merchantApi } from '../../../apps/gateway/src/merchant-api.ts'
import { reportingApi } from '../../../apps/gateway/src/reporting-api.ts'

/** Stands for what routes are given, and do not use before they run. */
const idle = new Proxy({}, { get: () => () => undefined }) as never

/** The routes of the Connect API. */
export const routes: readonly Route[] = merchantApi({
  payments: idle,
  refunds: idle,
  disputes: idle,
  checkouts: idle,
  sessions: idle,
  onOffer: idle,
})

/** The routes of every API of merchants that the OpenAPI document is about: Connect's and our own. */
export const merchantApis: readonly (readonly Route[])[] = [
  routes,
  reportingApi({
    balances: idle,
    doctor: idle,
    events: idle,
    remittances: idle,
    reports: idle,
    trail: idle,
    transactions: idle,
  }),
]
