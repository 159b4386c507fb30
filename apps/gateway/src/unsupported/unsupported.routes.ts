import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import { unsupportedOperations } from './unsupported-operations.ts'

const sentence = (reason: string): string => `Not supported: ${reason}.`

/** A route for each operation that silkgate does not do, so that a client reads why, and not that the path is wrong. */
export const unsupportedRoutes = (): Route[] =>
  unsupportedOperations.map(({ operation, method, path, reason }) => ({
    operation,
    method,
    path,
    refuses: ['OPERATION_NOT_SUPPORTED'],
    neverBecause: reason,
    run: async ({ errorId }) => ({
      ...errorAnswer(errorId, [{ error: 'OPERATION_NOT_SUPPORTED', message: sentence(reason) }]),
      // The path takes no method at all.
      headers: { Allow: '' },
    }),
  }))
