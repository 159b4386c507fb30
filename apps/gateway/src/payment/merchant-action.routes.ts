import {
  isPaymentId,
  type MerchantAction,
  merchantActions,
  type Refusal,
  thirdPartyStatusOf,
  whyNotDone,
} from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Route, RouteRequest } from '../http/route.ts'
import type { getPayment } from './get-payment.ts'
import type { StoredPayment } from './payment.row.ts'

type Needs = { readonly get: ReturnType<typeof getPayment> }

const notNow = (message: string): Refusal => ({ error: 'ACTION_NOT_ALLOWED', propertyName: 'paymentId', message })

/** What merchants do with payments of other products. With Alipay+ the consumer decides; each refusal says what holds. */
export const merchantActionRoutes = ({ get }: Needs): Route[] => {
  const on =
    (answer: (stored: StoredPayment) => HttpAnswer | Refusal) =>
    async ({ merchant, params, errorId }: RouteRequest): Promise<HttpAnswer> => {
      const paymentId = params.paymentId ?? ''
      const stored = isPaymentId(paymentId) ? await get(merchant.merchantId, paymentId) : undefined
      const unknown: Refusal = { error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }
      const given = stored === undefined ? unknown : answer(stored)
      return 'error' in given ? errorAnswer(errorId, [given]) : given
    }
  const actions = Object.keys(merchantActions) as MerchantAction[]
  return [
    ...actions.map(
      (action): Route => ({
        method: 'POST',
        path: `/v1/:merchantId/payments/:paymentId/${action}`,
        operation: `payments.${action}`,
        refuses: ['INVALID_PAYMENT_ID', 'ACTION_NOT_ALLOWED'],
        neverBecause: merchantActions[action].never,
        run: on(({ payment }) => notNow(whyNotDone(action, payment))),
      }),
    ),
    {
      method: 'GET',
      path: '/v1/:merchantId/payments/:paymentId/thirdpartystatus',
      operation: 'payments.thirdPartyStatus',
      refuses: ['INVALID_PAYMENT_ID', 'ACTION_NOT_ALLOWED'],
      run: on(({ payment }) => {
        const thirdPartyStatus = thirdPartyStatusOf(payment)
        if (thirdPartyStatus === undefined) return notNow('The payment has ended; there is no status to wait for.')
        return { status: 200, body: JSON.stringify({ thirdPartyStatus }) }
      }),
    },
  ]
}
