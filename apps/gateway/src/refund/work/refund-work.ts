import {
  type ErrorCode,
  isPaymentId,
  isRefundId,
  type Merchant,
  type MerchantId,
  merchantOf,
  paymentOfRefund,
  readTypedAmount,
} from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../../http/errors.ts'
import { pageOf, stampAt } from '../../http/place.ts'
import type { Caller } from '../../http/route.ts'
import type { OperatorRequest, SignedIn } from '../../operator/index.ts'
import type { StoredPayment } from '../../payment/index.ts'
import type { Db } from '../../postgres/db.ts'
import type { CreateRefund } from '../create-refund.ts'
import type { decideOnRefund } from '../decide-refund.ts'
import { refundSeen } from '../refund-seen.ts'
import { listRefunds, type RefundFilter } from './refund-list.store.ts'

type Needs = {
  readonly db: Db
  readonly newId: () => string
  readonly getPayment: (merchantId: MerchantId, paymentId: string) => Promise<StoredPayment | undefined>
  readonly merchant: (merchantId: MerchantId) => Promise<Merchant | undefined>
  readonly createRefund: CreateRefund
  readonly decideRefund: ReturnType<typeof decideOnRefund>
}

/** What somebody types to give money back. */
export type RefundWish = {
  /** In the payment's currency, as it was typed. */
  readonly amount: string
  readonly reason?: string | undefined
  readonly reference?: string | undefined
  /** The same however often this wish is sent. */
  readonly key: string
}

type Asks = Pick<OperatorRequest, 'by' | 'params'>

/** Refunds as the console asks for them: the use cases of merchants' programs, with a person in the place of the API key. */
export const refundWork = (needs: Needs) => {
  const paymentOf = async (by: SignedIn, paymentId: string): Promise<StoredPayment | undefined> => {
    const merchantId = isPaymentId(paymentId) ? merchantOf(paymentId) : undefined
    const isSeen = merchantId !== undefined && (by.merchantId ?? merchantId) === merchantId
    return isSeen ? needs.getPayment(merchantId, paymentId) : undefined
  }
  const callerOf = (
    by: SignedIn,
    merchantId: MerchantId,
    path: string,
    body: { readonly key: string; readonly decision?: string },
  ): Caller => ({
    ...{ merchantId, body, idempotenceKey: body.key },
    apiKeyId: by.email,
    path: `/operator/v1${path}`,
  })

  return {
    absentPayment: async ({ by, params: { paymentId = '' } }: Asks): Promise<ErrorCode | undefined> =>
      (await paymentOf(by, paymentId)) === undefined ? 'INVALID_PAYMENT_ID' : undefined,
    absentRefund: async ({ by, params: { refundId = '' } }: Asks): Promise<ErrorCode | undefined> => {
      const payment = isRefundId(refundId) ? await paymentOf(by, paymentOfRefund(refundId)) : undefined
      return payment === undefined ? 'INVALID_REFUND_ID' : undefined
    },

    list: async (filter: RefundFilter) => {
      const found = await listRefunds(needs.db, { ...filter, limit: filter.limit + 1 })
      return pageOf(found.map(refundSeen), filter.limit, ({ createdAt, refundId: id }) => ({
        at: stampAt(createdAt),
        id,
      }))
    },

    ask: async (by: SignedIn, paymentId: string, wish: RefundWish): Promise<HttpAnswer> => {
      const unknown = () => errorAnswer(needs.newId(), [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
      const stored = await paymentOf(by, paymentId)
      const owner = stored && (await needs.merchant(stored.payment.merchantId))
      if (stored === undefined || owner === undefined) return unknown()
      const amount = readTypedAmount(stored.payment.amount.currency, wish.amount, 'amount')
      if (!amount.ok) return errorAnswer(needs.newId(), amount.refusals)
      const { reason, reference: merchantReference } = wish
      const request = { ...(reason && { reason }), ...(merchantReference && { merchantReference }) }
      const caller = callerOf(by, owner.merchantId, `/payments/${paymentId}/refunds`, wish)
      const answer = await needs.createRefund(paymentId, { amount: amount.value, request }, caller, owner)
      return answer === 'no_such_payment' ? unknown() : answer
    },

    decide: (by: SignedIn, refundId: string, decision: 'approve' | 'cancel', key: string): Promise<HttpAnswer> => {
      const merchantId = merchantOf(paymentOfRefund(refundId))
      return needs.decideRefund[decision](
        callerOf(by, merchantId, `/refunds/${refundId}/decision`, { decision, key }),
        refundId,
      )
    },
  }
}

export type RefundWork = ReturnType<typeof refundWork>
