import { isPaymentId, isRefundId, type MerchantId } from '@silkgate/domain'
import { type FindQuery, searchedSince } from '../http/find-query.ts'
import type { getPayment, getPayments } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import { readFoundRefunds } from './find-refunds.store.ts'
import { readRefund, readRefundsOf } from './refund.store.ts'
import { refundView } from './refund-view.ts'

type Needs = {
  readonly db: Db
  readonly now: () => Date
  readonly getPayment: ReturnType<typeof getPayment>
  readonly getPayments: ReturnType<typeof getPayments>
}

/** A merchant's refunds as it sees them. What we gave back on our own, of payments that are dead for it, is not among them. */
export const findRefunds = ({ db, now, getPayment, getPayments }: Needs) => ({
  /** Those of the last 42 days, the newest first, as Connect's FindRefundsResponse. */
  page: async (merchantId: MerchantId, query: FindQuery) => {
    const { total, refunds } = await readFoundRefunds(db, merchantId, query, searchedSince(now()))
    const ids = refunds.map(({ refund }) => refund.paymentId)
    const payments = await getPayments(merchantId, ids)
    const views = refunds.flatMap((one) => {
      const payment = payments.get(one.refund.paymentId)
      return payment === undefined ? [] : [refundView(one, payment)]
    })
    return { limit: query.limit, offset: query.offset, totalCount: total, refunds: views }
  },
  one: async (merchantId: MerchantId, refundId: string) => {
    const found = isRefundId(refundId) ? await readRefund(db, merchantId, refundId) : undefined
    if (found === undefined || found.refund.askedBy !== 'merchant') return undefined
    const payment = await getPayment(merchantId, found.refund.paymentId)
    return payment && refundView(found, payment)
  },
  /** Every refund of a payment, the oldest first; undefined when there is no such payment. */
  ofPayment: async (merchantId: MerchantId, paymentId: string) => {
    const payment = isPaymentId(paymentId) ? await getPayment(merchantId, paymentId) : undefined
    if (payment === undefined) return undefined
    const refunds = await readRefundsOf(db, merchantId, [paymentId])
    return refunds.filter(({ refund }) => refund.askedBy === 'merchant').map((one) => refundView(one, payment))
  },
})
