import { isPaymentId, type MerchantId, type PaymentId } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import { readFindQuery } from '../http/find-query.ts'
import type { Route } from '../http/route.ts'
import type { StoredRefund } from '../refund/index.ts'
import type { WhyNotLive } from '../registration/index.ts'
import { createPaymentBody } from './create-payment.schema.ts'
import type { createPayment } from './create-payment.ts'
import type { FindPayments } from './find-payments.ts'
import type { getPayment } from './get-payment.ts'
import { operationsOf } from './operations-of.ts'
import { paymentView } from './payment-view.ts'
import { readCreateRequest } from './read-create-request.ts'

type Needs = {
  readonly isSandbox: boolean
  readonly whyNotLive: WhyNotLive
  readonly now: () => Date
  readonly create: ReturnType<typeof createPayment>['forMerchant']
  readonly get: ReturnType<typeof getPayment>
  readonly find: FindPayments
  readonly refundsOf: (merchantId: MerchantId, paymentId: PaymentId) => Promise<StoredRefund[]>
}

export const paymentRoutes = ({ isSandbox, whyNotLive, now, create, get, find, refundsOf }: Needs): Route[] => [
  {
    method: 'GET',
    path: '/v1/:merchantId/services/testconnection',
    operation: 'services.testconnection',
    refuses: [],
    run: async () => ({ status: 200, body: '{"result":"OK"}' }),
  },
  {
    method: 'POST',
    path: '/v1/:merchantId/payments',
    operation: 'payments.create',
    body: createPaymentBody,
    refuses: [
      'PARAMETER_NOT_FOUND_IN_REQUEST',
      'INVALID_VALUE',
      'UNKNOWN_PRODUCT_ID',
      'NOT_AUTHORISED',
      'AMOUNT_EXCEEDS_LIMIT',
      'PAYMENTS_EXCEED_LIMIT',
      'DUPLICATE_REQUEST_IN_PROGRESS',
      'IDEMPOTENCE_KEY_REUSED',
      'MERCHANT_NOT_LIVE',
      'MERCHANT_TAKES_NO_PAYMENTS',
    ],
    run: async ({ caller, merchant, errorId }) => {
      const command = readCreateRequest(caller.body, isSandbox)
      if (!command.ok) return errorAnswer(errorId, command.refusals)
      const notLive = await whyNotLive(merchant)
      return notLive.length > 0 ? errorAnswer(errorId, notLive) : create(command.value, caller, merchant)
    },
  },
  {
    method: 'GET',
    path: '/v1/:merchantId/payments',
    operation: 'payments.find',
    refuses: ['INVALID_VALUE'],
    run: async ({ merchant, query, errorId }) => {
      const wanted = readFindQuery(query)
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      return { status: 200, body: JSON.stringify(await find(merchant, wanted.value)) }
    },
  },
  {
    method: 'GET',
    path: '/v1/:merchantId/payments/:paymentId',
    operation: 'payments.get',
    refuses: ['INVALID_PAYMENT_ID'],
    run: async ({ merchant, params, query, errorId }) => {
      const paymentId = params.paymentId ?? ''
      const stored = isPaymentId(paymentId) ? await get(merchant.merchantId, paymentId) : undefined
      if (stored === undefined)
        return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
      const seen = { merchant, at: now() }
      const view = paymentView(stored, seen)
      if (query.get('returnOperations') !== 'true') return { status: 200, body: JSON.stringify(view) }
      const operations = operationsOf(stored, await refundsOf(merchant.merchantId, paymentId), seen)
      const paymentOutput = { ...view.paymentOutput, operations }
      return { status: 200, body: JSON.stringify({ ...view, paymentOutput }) }
    },
  },
]
