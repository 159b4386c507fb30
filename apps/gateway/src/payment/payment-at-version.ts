import type { ContractVersion, DisputeId, MerchantId, PaymentId, RefundId } from '@silkgate/domain'
import { disputeView } from '../dispute/index.ts'
import type { Db } from '../postgres/db.ts'
import { readRefundsOf, refundView } from '../refund/index.ts'
import { readEvents, readPayments } from './payment.store.ts'
import { paymentView, type Seen } from './payment-view.ts'
import { replayed } from './replay-payment.ts'

/** What a webhook shows: a payment, or one of its refunds or disputes, as it was at a version of the payment. */
export type Wanted = {
  readonly paymentId: PaymentId
  readonly refundId: RefundId | null
  readonly disputeId: DisputeId | null
  readonly version: number
  /** When it was so. */
  readonly at: Date
}

type Whose = { readonly merchantId: MerchantId; readonly contracts: readonly ContractVersion[] } & Seen['merchant']

/** Renders payments, refunds and disputes for merchants as they were, in the order in which they are wanted. */
export const viewsAtVersions = async (
  db: Db,
  merchant: Whose,
  wanted: readonly Wanted[],
): Promise<
  ({ readonly payment: unknown } | { readonly refund: unknown } | { readonly dispute: unknown } | undefined)[]
> => {
  const ids = [...new Set(wanted.map(({ paymentId }) => paymentId))]
  const { merchantId, contracts } = merchant
  const [stored, events, refunds] = await Promise.all([
    readPayments(db, merchantId, ids),
    readEvents(db, merchantId, ids),
    wanted.some(({ refundId }) => refundId !== null) ? readRefundsOf(db, merchantId, ids) : [],
  ])
  const byId = new Map(stored.map((one) => [one.payment.paymentId, one]))
  const requests = new Map(refunds.map(({ refund, request }) => [refund.refundId, request]))
  return wanted.map(({ paymentId, version, refundId, disputeId, at }) => {
    const one = byId.get(paymentId)
    if (one === undefined) return undefined
    const own = events.filter((row) => row.payment_id === paymentId && row.version <= version)
    const then = replayed(one.payment, contracts, own)
    const dispute = disputeId === null ? undefined : then.disputes.get(disputeId)
    if (dispute !== undefined) return { dispute: disputeView(dispute, { request: one.request }) }
    if (refundId === null) {
      return { payment: paymentView({ payment: then.payment, request: one.request }, { merchant, at }) }
    }
    const refund = then.refunds.get(refundId)
    const request = requests.get(refundId) ?? {}
    return refund && { refund: refundView({ refund, request }, { payment: then.payment, request: one.request }) }
  })
}
