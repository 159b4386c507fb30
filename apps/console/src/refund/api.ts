import type { RefundStatus } from '@silkgate/domain'
import { ask } from '../ui/api.ts'
import { type Amount, beginOf } from '../ui/format.ts'
import { pagesOf, type Search } from '../ui/pages.tsx'

export type Refund = {
  readonly refundId: string
  readonly paymentId: string
  readonly merchantId: string
  readonly status: RefundStatus
  readonly amount: Amount
  readonly booked?: Amount
  readonly reason?: string
  readonly merchantReference?: string
  readonly askedBy: string
  readonly createdAt: string
  readonly statusChangedAt: string
  readonly refusedBecause?: string
  readonly alipayPlusRefundId?: string
  /** Until when its outcome stays unknown: the next try. */
  readonly unknownUntil?: string
}

export const refundList = ({ from, until, status, ...same }: Search) =>
  pagesOf<Refund>('/refunds', {
    ...same,
    ...(status === 'UNKNOWN' ? { unknown: 'true' } : { status }),
    ...(from ? { from: beginOf(from) } : {}),
    ...(until ? { until: beginOf(until, 1) } : {}),
  })

export const askRefund = (paymentId: string, wish: Readonly<Record<string, string>>, key: string) =>
  ask(`/payments/${paymentId}/refunds`, 'POST', { ...wish, key })

export const decideRefund = (refundId: string, decision: 'approve' | 'cancel', key: string) =>
  ask(`/refunds/${refundId}/decision`, 'POST', { decision, key })
