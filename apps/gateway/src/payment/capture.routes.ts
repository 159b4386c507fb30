import { isPaymentId, type Merchant } from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Route, RouteRequest } from '../http/route.ts'
import { captureView } from './capture-view.ts'
import type { getPayment } from './get-payment.ts'
import type { StoredPayment } from './payment.row.ts'

type Needs = { readonly now: () => Date; readonly get: ReturnType<typeof getPayment> }

const json = (body: unknown): HttpAnswer => ({ status: 200, body: JSON.stringify(body) })

/** Captures of the merchant API, as far as they are looked at: a captured payment has one capture. */
export const captureRoutes = ({ now, get }: Needs): Route[] => {
  const on =
    (
      parameter: 'paymentId' | 'captureId',
      answer: (stored: StoredPayment, seen: { merchant: Merchant; at: Date }) => HttpAnswer,
    ) =>
    async ({ merchant, params, errorId }: RouteRequest): Promise<HttpAnswer> => {
      const id = params[parameter] ?? ''
      const stored = isPaymentId(id) ? await get(merchant.merchantId, id) : undefined
      const isThere = stored !== undefined && (parameter === 'paymentId' || stored.payment.captured)
      if (isThere) return answer(stored, { merchant, at: now() })
      return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: parameter }])
    }
  return [
    {
      method: 'GET',
      path: '/v1/:merchantId/payments/:paymentId/captures',
      operation: 'payments.captures',
      refuses: ['INVALID_PAYMENT_ID'],
      run: on('paymentId', (stored, seen) =>
        json({ captures: stored.payment.captured ? [captureView(stored, seen)] : [] }),
      ),
    },
    {
      method: 'GET',
      path: '/v1/:merchantId/captures/:captureId',
      operation: 'captures.get',
      refuses: ['INVALID_PAYMENT_ID'],
      run: on('captureId', (stored, seen) => json(captureView(stored, seen))),
    },
  ]
}
