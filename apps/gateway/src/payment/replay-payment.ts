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
  decide,
  decideDispute,
  decideRefund,
  newDispute,
  newPayment,
  newRefund,
  type Payment,
  type Refund,
  type RefundEvent,
  type RefundId,
  type Transfer,
} from '@silkgate/domain'
import { type AnyEvent, readEvent } from './news.ts'

/** A payment with its refunds and disputes, as its events made them. */
export type Replayed = {
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

type StoredEvent = { readonly event: Record<string, unknown> }

const beginningOf = (payment: Payment): Replayed => {
  const { merchantId, paymentId, amount, settlementCurrency, createdAt, expiresAt } = payment
  const base = newPayment({ merchantId, paymentId, amount, settlementCurrency, createdAt, expiresAt })
  return { payment: base, refunds: new Map(), disputes: new Map() }
}

/** The payment, its refunds and disputes as some of its first events have made them, on how it began. */
export const replayed = (
  payment: Payment,
  contracts: readonly ContractVersion[],
  events: readonly StoredEvent[],
): Replayed =>
  events
    .map((row) => readEvent(row.event))
    .reduce<Replayed>((before, event) => withEvent(before, event, contracts), beginningOf(payment))

/** What is posted for an event of a payment that stands as it does. */
const transfersOf = (
  { payment, refunds, disputes }: Replayed,
  event: AnyEvent,
  contracts: readonly ContractVersion[],
): readonly Transfer[] => {
  if (isAboutRefund(event)) return decideRefund(payment, refunds.get(event.refundId), event).transfers
  if (isAboutDispute(event)) return decideDispute(payment, disputes.get(event.disputeId), event).transfers
  return decide(payment, event, contracts).transfers
}

/** A posting that follows from an event. */
export type Posted = { readonly event: AnyEvent; readonly transfer: Transfer }

/** All events of a payment told once more: what they make of it, and what they post. */
export const replayWithTransfers = (
  payment: Payment,
  contracts: readonly ContractVersion[],
  events: readonly StoredEvent[],
): { readonly replayed: Replayed; readonly posted: readonly Posted[] } => {
  const posted: Posted[] = []
  let standing = beginningOf(payment)
  for (const { event: stored } of events) {
    const event = readEvent(stored)
    posted.push(...transfersOf(standing, event, contracts).map((transfer) => ({ event, transfer })))
    standing = withEvent(standing, event, contracts)
  }
  return { replayed: standing, posted }
}
