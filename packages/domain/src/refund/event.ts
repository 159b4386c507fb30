import type { Money } from '../money/index.ts'
import type { RefundAskedBy, RefundId } from './refund.ts'

type Heard<Name extends string, More = unknown> = {
  readonly name: Name
  /** On the sandbox clock: when we heard it. */
  readonly at: Date
  readonly refundId: RefundId
} & More

/** One thing that happened to a refund. It carries its amounts, so that the payment's facts can be replayed from it alone. */
export type RefundEvent =
  | Heard<
      'refund_asked',
      {
        readonly askedBy: RefundAskedBy
        readonly amount: Money
        readonly booked: Money
        /** Whether the payment had no settlement amount yet. */
        readonly unpriced?: boolean
        readonly needsApproval: boolean
        /** The share of our fee that the merchant gets back with it, where its contract says so. */
        readonly feeReturned?: Money
      }
    >
  | Heard<'refund_approved'>
  | Heard<'refund_accepted', { readonly settlement?: Money; readonly alipayPlusRefundId?: string }>
  /** What Alipay+ takes for a refund that it gave back before without saying so. */
  | Heard<'refund_priced', { readonly settlement: Money }>
  /** The payment has its price, and our fee with it, of which so much comes back with a refund that was asked for before. */
  | Heard<'refund_fee_fixed', { readonly feeReturned: Money }>
  | Heard<'refund_refused', { readonly because: string }>
  | Heard<'refund_cancelled'>
  | Heard<'refund_unknown', { readonly because: string }>

export type RefundEventName = RefundEvent['name']
