import { isPaymentId, isRefundId } from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import { readFindQuery } from '../http/find-query.ts'
import type { Caller, Route, RouteRequest } from '../http/route.ts'
import type { CreateRefund } from './create-refund.ts'
import { type decideOnRefund, notNow, unknownRefund } from './decide-refund.ts'
import type { findRefunds } from './find-refunds.ts'
import { readRefundRequest } from './read-refund-request.ts'
import { refundBody } from './refund.schema.ts'

type Needs = {
  readonly create: CreateRefund
  readonly decide: ReturnType<typeof decideOnRefund>
  readonly find: ReturnType<typeof findRefunds>
}

const json = (body: unknown): HttpAnswer => ({ status: 200, body: JSON.stringify(body) })

/** Refunds of the merchant API: asked for on a payment or its capture, looked at, approved by a second key, cancelled. */
export const refundRoutes = ({ create, decide, find }: Needs): Route[] => {
  const refund =
    (parameter: 'paymentId' | 'captureId') =>
    async ({ caller, merchant, params, errorId }: RouteRequest): Promise<HttpAnswer> => {
      const command = readRefundRequest(caller.body)
      if (!command.ok) return errorAnswer(errorId, command.refusals)
      const paymentId = params[parameter] ?? ''
      const answer = isPaymentId(paymentId)
        ? await create(paymentId, command.value, caller, merchant)
        : 'no_such_payment'
      return answer === 'no_such_payment'
        ? errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: parameter }])
        : answer
    }
  const onRefund =
    (work: (caller: Caller, refundId: string) => Promise<HttpAnswer>) =>
    async ({ caller, params, errorId }: RouteRequest): Promise<HttpAnswer> => {
      const refundId = params.refundId ?? ''
      return isRefundId(refundId) ? work(caller, refundId) : errorAnswer(errorId, [unknownRefund])
    }
  const ofKeys = ['DUPLICATE_REQUEST_IN_PROGRESS', 'IDEMPOTENCE_KEY_REUSED'] as const
  const refuses = [
    'PAYMENT_NOT_REFUNDABLE',
    'REFUND_EXCEEDS_PAYMENT',
    'REFUND_NOT_AUTHORISED',
    'PARAMETER_NOT_FOUND_IN_REQUEST',
    'INVALID_VALUE',
    ...ofKeys,
  ] as const
  return [
    {
      method: 'POST',
      path: '/v1/:merchantId/payments/:paymentId/refund',
      operation: 'payments.refund',
      body: refundBody,
      refuses: ['INVALID_PAYMENT_ID', ...refuses],
      run: refund('paymentId'),
    },
    {
      method: 'POST',
      path: '/v1/:merchantId/captures/:captureId/refund',
      operation: 'captures.refund',
      body: refundBody,
      refuses: ['INVALID_PAYMENT_ID', ...refuses],
      run: refund('captureId'),
    },
    {
      method: 'GET',
      path: '/v1/:merchantId/payments/:paymentId/refunds',
      operation: 'payments.refunds',
      refuses: ['INVALID_PAYMENT_ID'],
      run: async ({ merchant, params, errorId }) => {
        const views = await find.ofPayment(merchant.merchantId, params.paymentId ?? '')
        if (views !== undefined) return json({ refunds: views })
        return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
      },
    },
    {
      method: 'GET',
      path: '/v1/:merchantId/refunds',
      operation: 'refunds.find',
      refuses: ['INVALID_VALUE'],
      run: async ({ merchant, query, errorId }) => {
        const wanted = readFindQuery(query)
        return wanted.ok
          ? json(await find.page(merchant.merchantId, wanted.value))
          : errorAnswer(errorId, wanted.refusals)
      },
    },
    {
      method: 'GET',
      path: '/v1/:merchantId/refunds/:refundId',
      operation: 'refunds.get',
      refuses: ['INVALID_REFUND_ID'],
      run: async ({ merchant, params, errorId }) => {
        const view = await find.one(merchant.merchantId, params.refundId ?? '')
        return view === undefined ? errorAnswer(errorId, [unknownRefund]) : json(view)
      },
    },
    {
      method: 'POST',
      path: '/v1/:merchantId/refunds/:refundId/approve',
      operation: 'refunds.approve',
      refuses: ['INVALID_REFUND_ID', 'ACTION_NOT_ALLOWED', ...ofKeys],
      run: onRefund(decide.approve),
    },
    {
      method: 'POST',
      path: '/v1/:merchantId/refunds/:refundId/cancel',
      operation: 'refunds.cancel',
      refuses: ['INVALID_REFUND_ID', 'ACTION_NOT_ALLOWED', ...ofKeys],
      run: onRefund(decide.cancel),
    },
    {
      method: 'POST',
      path: '/v1/:merchantId/refunds/:refundId/cancelapproval',
      operation: 'refunds.cancelapproval',
      neverBecause: 'an approved refund is sent to Alipay+ at once',
      refuses: ['INVALID_REFUND_ID', 'ACTION_NOT_ALLOWED'],
      run: async ({ merchant, params, errorId }) => {
        const known = await find.one(merchant.merchantId, params.refundId ?? '')
        const why = notNow('An approved refund is sent to Alipay+ at once; its approval cannot be taken back.')
        return errorAnswer(errorId, [known === undefined ? unknownRefund : why])
      },
    },
  ]
}
