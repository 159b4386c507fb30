import {
  apply,
  applyToPayment,
  applyToRefund,
  type ContractVersion,
  type MerchantId,
  newPayment,
  newRefund,
  type Payment,
  type PaymentEvent,
  type PaymentId,
  type Refund,
  type RefundEvent,
  type RefundId,
} from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { readRefundsOf, refundView } from '../refund/index.ts'
import { readEvent } from './news.ts'
import type { StoredPayment } from './payment.row.ts'
import { readEvents, readPayments } from './payment.store.ts'
import { paymentView, type Seen } from './payment-view.ts'

type Replayed = { readonly payment: Payment; readonly refunds: ReadonlyMap<RefundId, Refund> }

const isAboutRefund = (event: PaymentEvent | RefundEvent): event is RefundEvent => 'refundId' in event

const withRefundEvent = ({ payment, refunds }: Replayed, event: RefundEvent): Replayed => {
  const before = refunds.get(event.refundId) ?? newRefund(payment, event)
  const after = applyToRefund(before, event)
  return {
    payment: applyToPayment(payment, before, event),
    refunds: new Map(refunds).set(event.refundId, after),
  }
}

/** The payment and its refunds as they were when its facts had this version: its events replayed on how it began. */
const atVersion = (
  stored: StoredPayment,
  contracts: readonly ContractVersion[],
  events: readonly { version: number; event: Record<string, unknown> }[],
  version: number,
): Replayed => {
  const { merchantId, paymentId, amount, settlementCurrency, createdAt } = stored.payment
  const base = newPayment({ merchantId, paymentId, amount, settlementCurrency, createdAt })
  return events
    .filter((row) => row.version <= version)
    .map((row) => readEvent(row.event))
    .reduce<Replayed>(
      (before, event) =>
        isAboutRefund(event)
          ? withRefundEvent(before, event)
          : { payment: apply(before.payment, event, contracts), refunds: before.refunds },
      { payment: base, refunds: new Map() },
    )
}

/** What a webhook shows: a payment, or one of its refunds, as it was at a version of the payment. */
export type Wanted = {
  readonly paymentId: PaymentId
  readonly refundId: RefundId | null
  readonly version: number
  /** When it was so. */
  readonly at: Date
}

type Whose = { readonly merchantId: MerchantId; readonly contracts: readonly ContractVersion[] } & Seen['merchant']

/** Renders payments and refunds for merchants as they were, in the order in which they are wanted. */
export const viewsAtVersions = async (
  db: Db,
  merchant: Whose,
  wanted: readonly Wanted[],
): Promise<({ readonly payment: unknown } | { readonly refund: unknown } | undefined)[]> => {
  const ids = [...new Set(wanted.map(({ paymentId }) => paymentId))]
  const { merchantId, contracts } = merchant
  const [stored, events, refunds] = await Promise.all([
    readPayments(db, merchantId, ids),
    readEvents(db, merchantId, ids),
    wanted.some(({ refundId }) => refundId !== null) ? readRefundsOf(db, merchantId, ids) : [],
  ])
  const byId = new Map(stored.map((one) => [one.payment.paymentId, one]))
  const requests = new Map(refunds.map(({ refund, request }) => [refund.refundId, request]))
  return wanted.map(({ paymentId, version, refundId, at }) => {
    const one = byId.get(paymentId)
    if (one === undefined) return undefined
    const own = events.filter((row) => row.payment_id === paymentId)
    const then = atVersion(one, contracts, own, version)
    if (refundId === null) {
      return { payment: paymentView({ payment: then.payment, request: one.request }, { merchant, at }) }
    }
    const refund = then.refunds.get(refundId)
    const request = requests.get(refundId) ?? {}
    return refund && { refund: refundView({ refund, request }, { payment: then.payment, request: one.request }) }
  })
}
