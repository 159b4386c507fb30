import { isPaymentId } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import { json, type OperatorRoute } from '../operator/index.ts'
import type { PaymentsForConsole } from './payments.ts'
import { readPaymentQuery } from './read-payment-query.ts'

/** Looking for payments, and following the money of one. */
export const paymentRoutes = (payments: PaymentsForConsole): OperatorRoute[] => [
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
  {
    method: 'GET',
    path: '/payments/:paymentId',
    operation: 'payments.get',
    needs: 'payments.read',
    refuses: ['INVALID_PAYMENT_ID'],
    run: async ({ by, params: { paymentId = '' }, errorId }) => {
      const found = isPaymentId(paymentId) ? await payments.one(paymentId, by.merchantId) : undefined
      if (found !== undefined) return json(found)
      return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
    },
  },
]
