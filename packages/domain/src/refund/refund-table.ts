import type { RefundEventName } from './event.ts'
import { type Refund, type RefundStatus, refundStatusOf } from './refund.ts'

/** What becomes of a refund when something is heard. */
export type RefundMove =
  | 'approve'
  | 'accept'
  | 'price'
  | 'fix_fee'
  | 'refuse'
  | 'cancel'
  | 'ask_again'
  | 'open_contradiction'
  | 'nothing'

type HeardLater = Exclude<RefundEventName, 'refund_asked'>

/**
 * The life of a refund. Rows are its statuses, columns are what is heard, cells are what becomes of it. While its outcome
 * is unknown, or its price, the same call is made again; there is never a second refund.
 */
export const refundTable = {
  PENDING_APPROVAL: {
    refund_approved: 'approve',
    refund_accepted: 'nothing',
    refund_priced: 'nothing',
    refund_fee_fixed: 'fix_fee',
    refund_refused: 'nothing',
    refund_cancelled: 'cancel',
    refund_unknown: 'nothing',
  },
  REFUND_REQUESTED: {
    refund_approved: 'nothing',
    refund_accepted: 'accept',
    refund_priced: 'nothing',
    refund_fee_fixed: 'fix_fee',
    refund_refused: 'refuse',
    refund_cancelled: 'nothing',
    refund_unknown: 'ask_again',
  },
  REFUNDED: {
    refund_approved: 'nothing',
    refund_accepted: 'nothing',
    refund_priced: 'price',
    refund_fee_fixed: 'fix_fee',
    refund_refused: 'open_contradiction',
    refund_cancelled: 'nothing',
    refund_unknown: 'ask_again',
  },
  REJECTED: {
    refund_approved: 'nothing',
    refund_accepted: 'open_contradiction',
    refund_priced: 'nothing',
    refund_fee_fixed: 'nothing',
    refund_refused: 'nothing',
    refund_cancelled: 'nothing',
    refund_unknown: 'nothing',
  },
  CANCELLED: {
    refund_approved: 'nothing',
    refund_accepted: 'open_contradiction',
    refund_priced: 'nothing',
    refund_fee_fixed: 'nothing',
    refund_refused: 'nothing',
    refund_cancelled: 'nothing',
    refund_unknown: 'nothing',
  },
} as const satisfies Record<RefundStatus, Record<HeardLater, RefundMove>>

export const refundMoveOf = (refund: Refund, name: HeardLater): RefundMove => refundTable[refundStatusOf(refund)][name]
