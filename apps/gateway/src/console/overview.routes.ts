import { errorAnswer } from '../http/errors.ts'
import { currencyOf, currencyRemedy, merchantRemedy, parseMerchant } from '../http/list-query.ts'
import { queryReader } from '../http/read-query.ts'
import { json, type OperatorRoute } from '../operator/index.ts'
import type { attention } from './attention.ts'
import type { Overview } from './overview.ts'

type Attention = ReturnType<typeof attention>

const daysOf = (text: string): number | undefined => (/^([1-9]|[1-8]\d|90)$/.test(text) ? Number(text) : undefined)

/** What needs somebody, and what the first page of the console shows. */
export const overviewRoutes = (overview: Overview, attention: Attention): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/attention',
    operation: 'attention.get',
    needs: 'payments.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const { read, done } = queryReader(query, ['merchant'])
      const merchant = read('merchant', parseMerchant, merchantRemedy)
      const asked = done(() => by.merchantId ?? merchant)
      if (!asked.ok) return errorAnswer(errorId, asked.refusals)
      return json(await attention(asked.value, by.merchantId !== undefined))
    },
  },
  {
    method: 'GET',
    path: '/overview',
    operation: 'overview.get',
    needs: 'payments.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const { read, done } = queryReader(query, ['days', 'currency', 'merchant'])
      const days = read('days', daysOf, 'A number from 1 to 90, please.') ?? 7
      const currency = read('currency', currencyOf, currencyRemedy)
      const merchant = read('merchant', parseMerchant, merchantRemedy)
      const isOfMerchant = by.merchantId !== undefined
      const asked = done(() => ({ merchantId: by.merchantId ?? merchant, isOfMerchant, days, currency }))
      return asked.ok ? json(await overview(asked.value)) : errorAnswer(errorId, asked.refusals)
    },
  },
]
