import { type Currency, type Money, money, share } from '../money/index.ts'

/** Why a merchant with a balance is not paid by a run. */
export const skipReasons = {
  may_not_be_paid: 'it is not live, its KYB is open or overdue, it is suspended, or a hold lies on it',
  owes_in_another_currency: 'its contract pays nothing while it owes us more in a currency than it may',
  no_payout_account: 'it has no payout account in this currency that can be used yet',
  account_cannot_be_paid:
    'an order to its payout account would break the rules of banks: its BIC or address lacks, or its name cannot be written',
  no_bank_account: 'we have no safeguarding account in this currency to pay from, or its name cannot be written',
  not_its_day: 'its contract pays on another day',
  below_threshold: 'its contract pays from an amount on that is not reached',
  nothing_available: 'nothing is left after the reserve, disputes under way, held payments and what it owes',
  does_not_add_up: 'what its movements come to is not what the ledger says: a person must look',
} as const

export type SkipReason = keyof typeof skipReasons

/** What the books say of a merchant and currency at a cut-off; amounts in the smallest unit. */
export type AtCutOff = {
  readonly currency: Currency
  /** The balance of the account `available`; negative where the merchant owes us. Refunds in flight are out of it already. */
  readonly available: bigint
  /** What became PAID since the last remittance: the reserve is taken of it. */
  readonly settled: bigint
  /** What disputes under way may take, and what payments come to that are held. */
  readonly keptBack: bigint
  readonly reserveBasisPoints: bigint
  /** The least that is paid. */
  readonly threshold?: Money | undefined
}

export type Payout = {
  readonly amount: Money
  /** Kept for a time, as the contract says. */
  readonly reserve: Money
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/**
 * What is paid of what is available: all of it, less what is kept back for disputes under way and held payments, less the reserve
 * newly due. A negative balance is carried over, and so is what is kept back. Never more than what is available.
 */
export const decidePayout = (books: AtCutOff): Payout | { readonly skip: SkipReason } => {
  const { currency, available, settled, keptBack, reserveBasisPoints, threshold } = books
  const free = available - keptBack
  if (free <= 0n) return { skip: 'nothing_available' }
  const due = settled > 0n ? share(money(currency, settled), reserveBasisPoints).minor : 0n
  const reserve = least(due, free)
  const minor = free - reserve
  if (minor <= 0n) return { skip: 'nothing_available' }
  if (threshold !== undefined && threshold.currency === currency && minor < threshold.minor) {
    return { skip: 'below_threshold' }
  }
  return { amount: money(currency, minor), reserve: money(currency, reserve) }
}
