import { isPaymentId } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import { json, type OperatorRoute } from '../operator/index.ts'
import type { PersonalDataOf } from '../personal-data/index.ts'

/** Who paid: shown by a permission of its own, and to nobody without a trace. */
export const personalDataRoutes = (of: PersonalDataOf): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/payments/:paymentId/personal-data',
    operation: 'personalData.get',
    needs: 'personal.read',
    refuses: ['INVALID_PAYMENT_ID'],
    run: async ({ by, params: { paymentId = '' }, errorId }) => {
      const found = isPaymentId(paymentId) ? await of(paymentId, by.merchantId) : undefined
      if (found !== undefined) return json(found)
      return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
    },
  },
]
