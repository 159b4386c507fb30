import type { Day } from '../calendar/index.ts'

/** Whether a merchant takes payments: only a live one does. A closed one never does again; it is still paid what it earned. */
export type MerchantStatus = 'boarding' | 'live' | 'suspended' | 'closed'

/** Who the merchant is (KYB), as somebody has looked into it. */
export type KybStatus = 'submitted' | 'approved' | 'rejected'

/** What decides on whether a merchant may be paid. */
export type PayoutStanding = {
  readonly status: MerchantStatus
  readonly kyb: KybStatus | undefined
  /** The first day on which it must have been looked into again. */
  readonly reviewOn: Day | undefined
  /** Whether the merchant itself is on hold. */
  readonly isHeld: boolean
}

/** Why a merchant is paid nothing. */
export type WhyNotPaid = 'merchant_suspended' | 'merchant_on_hold' | 'kyb_not_approved' | 'kyb_review_due'

/** Why a merchant is paid nothing on a day; undefined where it may be paid. */
export const whyNotPaid = ({ status, kyb, reviewOn, isHeld }: PayoutStanding, today: Day): WhyNotPaid | undefined => {
  if (status === 'suspended') return 'merchant_suspended'
  if (isHeld) return 'merchant_on_hold'
  if (kyb !== 'approved') return 'kyb_not_approved'
  return reviewOn !== undefined && reviewOn <= today ? 'kyb_review_due' : undefined
}

/** Why a merchant cannot go live; undefined where it can. */
export const whyCannotGoLive = ({ kyb, reviewOn }: PayoutStanding, today: Day): WhyNotPaid | undefined =>
  whyNotPaid({ status: 'live', kyb, reviewOn, isHeld: false }, today)

const next: Readonly<Record<MerchantStatus, readonly MerchantStatus[]>> = {
  boarding: ['live', 'closed'],
  live: ['suspended', 'closed'],
  suspended: ['live', 'closed'],
  closed: [],
}

/** What can become of a merchant that stands so. */
export const nextStatuses = (status: MerchantStatus): readonly MerchantStatus[] => next[status]
