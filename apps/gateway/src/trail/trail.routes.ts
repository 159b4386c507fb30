import { isPaymentId } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import type { trailOf } from './trail.ts'

/** The money trail of a payment, for its merchant. */
export const trailRoutes = ({ trail }: { trail: ReturnType<typeof trailOf> }): Route[] => [
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/payments/:paymentId/trail',
    operation: 'payments.trail',
    refuses: ['INVALID_PAYMENT_ID'],
    run: async ({ merchant: { merchantId }, params: { paymentId = '' }, errorId }) => {
      const found = isPaymentId(paymentId) ? await trail(paymentId, merchantId, true) : undefined
      if (found === undefined) {
        return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
      }
      return { status: 200, body: JSON.stringify(found) }
    },
  },
]
