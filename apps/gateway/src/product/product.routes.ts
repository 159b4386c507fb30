import type { Route } from '../http/route.ts'
import { productOperations } from './product-operations.ts'

/** What a merchant itself asks about products: all that there is, without the filters of a session. */
export const productRoutes = (): Route[] =>
  productOperations.map(({ method, path, operation, refuses, answer }) => ({
    method,
    path: `/v1/:merchantId${path}`,
    operation,
    refuses,
    run: async ({ merchant, params, query, errorId }) => answer({ merchant, params, query, errorId, filters: {} }),
  }))
