import {
  apply,
  applyDisputeToPayment,
  applyToDispute,
  applyToPayment,
  applyToRefund,
  type ContractVersion,
  type Dispute,
  type DisputeEvent,
  type DisputeId,
  type MerchantId,
  newDispute,
  newPayment,
  newRefund,
  type Payment,
  type PaymentId,
  type Refund,
  type RefundEvent,
  type RefundId,
} from '@silkgate/domain'
import { disputeView } from '../dispute/index.ts'
import type { Db } from '../postgres/db.ts'
import { readRefundsOf, refundView } from '../refund/index.ts'
import { type AnyEvent, readEvent } from './news.ts'
import type { StoredPayment } from './payment.row.ts'
import { readEvents, readPayments } from './payment.store.ts'
import { paymentView, type Seen } from './payment-view.ts'

type Replayed = {
  readonly payment: Payment
  readonly refunds: ReadonlyMap<RefundId, Refund>
  readonly disputes: ReadonlyMap<DisputeId, Dispute>
}

const isAboutRefund = (event: AnyEvent): event is RefundEvent => 'refundId' in event
const isAboutDispute = (event: AnyEvent): event is DisputeEvent => 'disputeId' in event

const withDisputeEvent = ({ payment, disputes, ...rest }: Replayed, event: DisputeEvent): Replayed => {
  const before = disputes.get(event.disputeId)
  const after = before === undefined ? newDispute(payment, event) : applyToDispute(before, event, payment)
  return {
    ...rest,
    payment: applyDisputeToPayment(payment, before, after),
    disputes: new Map(disputes).set(event.disputeId, after),
  }
}

const withRefundEvent = ({ payment, refunds, ...rest }: Replayed, event: RefundEvent): Replayed => {
  const before = refunds.get(event.refundId) ?? newRefund(payment, event)
  const after = applyToRefund(before, event)
  return {
    ...rest,
    payment: applyToPayment(payment, before, event),
    refunds: new Map(refunds).set(event.refundId, after),
  }
}

const withEvent = (before: Replayed, event: AnyEvent, contracts: readonly ContractVersion[]): Replayed => {
  if (isAboutRefund(event)) return withRefundEvent(before, event)
  if (isAboutDispute(event)) return withDisputeEvent(before, event)
  return { ...before, payment: apply(before.payment, event, contracts) }
}

/** The payment, its refunds and disputes as they were when its facts had this version: its events replayed on how it began. */
const atVersion = (
  stored: StoredPayment,
  contracts: readonly ContractVersion[],
  events: readonly { version: number; event: Record<string, unknown> }[],
  version: number,
): Replayed => {
  const { merchantId, paymentId, amount, settlementCurrency, createdAt, expiresAt } = stored.payment
  const base = newPayment({ merchantId, paymentId, amount, settlementCurrency, createdAt, expiresAt })
  return events
    .filter((row) => row.version <= version)
    .map((row) => readEvent(row.event))
    .reduce<Replayed>((before, event) => withEvent(before, event, contracts), {
      payment: base,
      refunds: new Map(),
      disputes: new Map(),
    })
}

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
    const own = events.filter((row) => row.payment_id === paymentId)
    const then = atVersion(one, contracts, own, version)
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
