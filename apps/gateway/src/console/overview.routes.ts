import { errorAnswer } from '../http/errors.ts'
import { currencyOf, currencyRemedy } from '../http/list-query.ts'
import { queryReader } from '../http/read-query.ts'
import { json, type OperatorRoute } from '../operator/index.ts'
import type { Overview } from './overview.ts'

const daysOf = (text: string): number | undefined => (/^([1-9]|[1-8]\d|90)$/.test(text) ? Number(text) : undefined)

/** What the first page of the console shows. */
export const overviewRoutes = (overview: Overview): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/overview',
    operation: 'overview.get',
    needs: 'payments.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const { read, done } = queryReader(query, ['days', 'currency'])
      const days = read('days', daysOf, 'A number from 1 to 90, please.') ?? 7
      const currency = read('currency', currencyOf, currencyRemedy)
      const asked = done(() => ({ merchantId: by.merchantId, days, currency }))
      return asked.ok ? json(await overview(asked.value)) : errorAnswer(errorId, asked.refusals)
    },
  },
]
