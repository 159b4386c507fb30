import type { Day } from '../calendar/index.ts'
import { type PayoutStanding, whyNotPaid } from '../merchant/index.ts'

/** Why a remittance that was made is not told to the bank; a person cancels it, or ends what is in the way. */
export const keptBackReasons = {
  merchant_suspended: 'the merchant is suspended',
  merchant_on_hold: 'a hold lies on the merchant',
  kyb_not_approved: 'the KYB of the merchant is not approved',
  kyb_review_due: 'the merchant must be looked into again',
  remittance_on_hold: 'a hold lies on it',
  payment_on_hold: 'a hold was placed on a payment in it after it was made',
  payout_account_changed: 'the merchant is paid to another account since it was made, or its account is closed',
  order_unwritable: 'an order for it would break the rules of the bank: its break says what puts it right',
} as const

export type KeptBackReason = keyof typeof keptBackReasons

/** What is looked at once more before a file for the bank is made. */
export type BeforeSending = {
  readonly standing: PayoutStanding
  readonly isHeld: boolean
  readonly isPaymentHeld: boolean
  /** Whether the account that it was made for is the one that the merchant is paid to now. */
  readonly isAccountCurrent: boolean
}

/** Why a remittance is kept back on a day; undefined where the bank may be told of it. */
export const whyKeptBack = (
  { standing, isHeld, isPaymentHeld, isAccountCurrent }: BeforeSending,
  today: Day,
): KeptBackReason | undefined => {
  const why = whyNotPaid(standing, today)
  if (why !== undefined) return why
  if (isHeld) return 'remittance_on_hold'
  if (isPaymentHeld) return 'payment_on_hold'
  return isAccountCurrent ? undefined : 'payout_account_changed'
}
