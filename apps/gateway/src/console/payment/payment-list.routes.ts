import { errorAnswer } from '../../http/errors.ts'
import { json, type OperatorRoute } from '../../operator/index.ts'
import type { PaymentList } from './payment-list.ts'
import { readPaymentQuery } from './read-payment-query.ts'

/** Looking for payments. */
export const paymentListRoutes = (payments: PaymentList): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/payments',
    operation: 'payments.list',
    needs: 'payments.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const filter = readPaymentQuery(query, by.merchantId)
      return filter.ok ? json(await payments.page(filter.value)) : errorAnswer(errorId, filter.refusals)
    },
  },
]
