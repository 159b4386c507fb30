import { errorAnswer } from '../http/errors.ts'
import { invalid } from '../http/schema.ts'
import { json, type OperatorRoute } from '../operator/index.ts'
import type { Overview } from './overview.ts'

/** What the first page of the console shows. */
export const overviewRoutes = (overview: Overview): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/overview',
    operation: 'overview.get',
    needs: 'payments.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const days = query.get('days') ?? '7'
      if (!/^([1-9]|[1-8]\d|90)$/.test(days))
        return errorAnswer(errorId, [invalid('days', 'A number from 1 to 90, please.')])
      return json(await overview(by, Number(days)))
    },
  },
]
