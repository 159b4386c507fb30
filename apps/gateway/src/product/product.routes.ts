import type { Route } from '../http/route.ts'
import type { ProductOperation } from './product-operations.ts'
import type { WalletsOnOffer } from './wallets-on-offer.ts'

/** What a merchant itself asks before a payment: all that there is, without the filters of a session. */
export const productRoutes = (operations: readonly ProductOperation[], onOffer: WalletsOnOffer): Route[] =>
  operations.map(({ answer, path, ...operation }) => ({
    ...operation,
    path: `/v1/:merchantId${path}`,
    run: async ({ merchant, params, query, errorId }) =>
      answer({ merchant, params, query, errorId, onOffer, filters: {} }),
  }))
