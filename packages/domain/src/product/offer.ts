import { isOverLimit, type Merchant } from '../merchant/index.ts'
import { type Currency, connectRange, type Money } from '../money/index.ts'
import { type WalletId, walletIds, wallets } from './wallets.ts'

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
} as const

export type Withheld = keyof typeof reasons

export type Offer = {
  readonly wallets: readonly WalletId[]
  /** What one payment must and may be; a merchant's own limit is counted. */
  readonly least: Money
  readonly most: Money
}

const takes = (id: WalletId, amount: Money): boolean => {
  const { currency, least, most } = wallets[id]
  if (currency !== amount.currency) return true
  return (least === undefined || amount.minor >= least) && (most === undefined || amount.minor <= most)
}

/** A wallet's own currency is paid by the wallets of that currency alone; any other is cross-border, and all pay it. */
const ofCurrency = (currency: Currency): readonly WalletId[] => {
  const own = walletIds.filter((id) => wallets[id].currency === currency)
  return own.length > 0 ? own : walletIds
}

/** Those of the consumer's country come first, otherwise they stand in the network's order. */
const nearestFirst = (ids: readonly WalletId[], countryCode: string): readonly WalletId[] =>
  ids.toSorted((a, b) => Number(wallets[b].country === countryCode) - Number(wallets[a].country === countryCode))

/**
 * The wallets that can pay: of the currency, and within their limits where an amount is named. A limit says nothing
 * about an amount in another currency, which Alipay+ converts at a rate of its own.
 */
export const walletsFor = ({ currency, countryCode, amount }: Pick<Wish, 'currency' | 'countryCode' | 'amount'>) =>
  nearestFirst(
    ofCurrency(currency).filter((id) => amount === undefined || (amount.minor > 0n && takes(id, amount))),
    countryCode,
  )

/** The lowest and the highest amount that one of the wallets of a currency takes, and that Connect can say. */
const rangeOf = (currency: Currency, merchantMost: bigint | undefined) => {
  const { least, most } = connectRange(currency)
  const own = walletIds.map((id) => wallets[id]).filter((wallet) => wallet.currency === currency)
  const floors = own.map((wallet) => wallet.least ?? least.minor)
  const ceilings = own.map((wallet) => wallet.most ?? most.minor)
  const lowest = floors.length === 0 ? least.minor : floors.reduce((a, b) => (b < a ? b : a))
  const highest = ceilings.length === 0 ? most.minor : ceilings.reduce((a, b) => (b > a ? b : a))
  const capped = merchantMost !== undefined && merchantMost < highest ? merchantMost : highest
  return { least: { currency, minor: lowest }, most: { currency, minor: capped } }
}

/** Decides whether a merchant is offered Alipay+ for what it wants to take, and what for: or why not. */
export const offer = (merchant: Pick<Merchant, 'limits'>, wish: Wish): Offer | Withheld => {
  if (wish.isRecurring) return 'recurring'
  if (wish.isInstallments) return 'installments'
  if (wish.amount !== undefined && isOverLimit(merchant, wish.amount)) return 'over_limit'
  const range = rangeOf(wish.currency, merchant.limits[wish.currency])
  const payers = walletsFor(wish)
  if (payers.length === 0) return 'no_wallet'
  return range.most.minor < range.least.minor ? 'over_limit' : { wallets: payers, ...range }
}
