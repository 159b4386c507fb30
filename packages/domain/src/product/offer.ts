import { isOverLimit, type Merchant } from '../merchant/index.ts'
import { type Currency, connectRange, type Money } from '../money/index.ts'
import { type PayingWallet, walletsByTable } from './wallets.ts'

/** What a merchant wants to take, as far as it says so; the amount may be nothing. */
export type Wish = {
  readonly currency: Currency
  readonly countryCode: string
  readonly amount?: Money
  readonly isRecurring: boolean
  readonly isInstallments: boolean
}

/** Why Alipay+ is not offered, for a person to read. */
export const reasons = {
  excluded: 'The session leaves payment product 866 (Alipay+) out.',
  recurring: 'Alipay+ takes no recurring payments.',
  installments: 'Alipay+ takes no payments in installments.',
  over_limit: 'The amount is over the limit agreed for one payment.',
  no_wallet: 'No wallet takes this amount.',
  none_on_offer: 'Alipay+ offers no wallet for this currency now.',
} as const

export type Withheld = keyof typeof reasons

export type Offer = {
  readonly wallets: readonly PayingWallet[]
  /** What one payment must and may be; a merchant's own limit is counted. */
  readonly least: Money
  readonly most: Money
}

const takes = ({ currency, least, most }: PayingWallet, amount: Money): boolean => {
  if (currency !== amount.currency) return true
  return (least === undefined || amount.minor >= least) && (most === undefined || amount.minor <= most)
}

/** Those of the consumer's country come first, otherwise they stand in the network's order. */
const nearestFirst = (wallets: readonly PayingWallet[], countryCode: string): readonly PayingWallet[] =>
  wallets.toSorted((a, b) => Number(b.country === countryCode) - Number(a.country === countryCode))

/**
 * Those of the wallets on offer, by the table where none were heard, that can pay: within their limits where an amount
 * is named. A limit says nothing about an amount in another currency, which Alipay+ converts at a rate of its own.
 */
export const walletsFor = (
  { currency, countryCode, amount }: Pick<Wish, 'currency' | 'countryCode' | 'amount'>,
  onOffer: readonly PayingWallet[] = walletsByTable(currency),
): readonly PayingWallet[] =>
  nearestFirst(
    onOffer.filter((wallet) => amount === undefined || (amount.minor > 0n && takes(wallet, amount))),
    countryCode,
  )

/** The lowest and the highest amount that one of the wallets on offer takes, and that Connect can say. */
const rangeOf = (currency: Currency, onOffer: readonly PayingWallet[], merchantMost: bigint | undefined) => {
  const { least, most } = connectRange(currency)
  const limits: readonly Pick<PayingWallet, 'least' | 'most'>[] = onOffer.map((wallet) =>
    wallet.currency === currency ? wallet : {},
  )
  const lowest = limits.map((wallet) => wallet.least ?? least.minor).reduce((a, b) => (b < a ? b : a))
  const highest = limits.map((wallet) => wallet.most ?? most.minor).reduce((a, b) => (b > a ? b : a))
  const capped = merchantMost !== undefined && merchantMost < highest ? merchantMost : highest
  return { least: { currency, minor: lowest }, most: { currency, minor: capped } }
}

/**
 * Decides whether a merchant is offered Alipay+ for what it wants to take, and what for: or why not. `onOffer` are the
 * wallets of the currency, by the table where none were heard.
 */
export const offer = (
  merchant: Pick<Merchant, 'limits'>,
  wish: Wish,
  onOffer: readonly PayingWallet[] = walletsByTable(wish.currency),
): Offer | Withheld => {
  if (wish.isRecurring) return 'recurring'
  if (wish.isInstallments) return 'installments'
  if (wish.amount !== undefined && isOverLimit(merchant, wish.amount)) return 'over_limit'
  const payers = walletsFor(wish, onOffer)
  if (payers.length === 0) return onOffer.length === 0 ? 'none_on_offer' : 'no_wallet'
  const range = rangeOf(wish.currency, onOffer, merchant.limits[wish.currency])
  return range.most.minor < range.least.minor ? 'over_limit' : { wallets: payers, ...range }
}
