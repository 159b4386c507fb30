import { assert } from '../kernel/index.ts'
import { add, type Currency, type Money, money, share } from '../money/index.ts'

/** A price that goes before a contract's own: in one settlement currency, by one wallet or any, from a volume on. */
export type SpecialPrice = {
  readonly currency: Currency
  /** The id of a wallet, `ALIPAY_CN`; undefined for any. */
  readonly wallet: string | undefined
  /** What was captured in this currency in the month before must come to at least this, in its smallest unit. */
  readonly fromVolume: bigint
  readonly feeBasisPoints: bigint
  readonly feeFixedMinor: bigint
}

/** One version of a merchant's fee: basis points of the settled amount and a fixed part, from an instant on. */
export type ContractVersion = {
  readonly validFrom: Date
  readonly feeBasisPoints: bigint
  /** Taken of what settles in its currency; in another one only a special price has a fixed part. */
  readonly feeFixed: Money
  readonly special?: readonly SpecialPrice[]
  /** Whether a refund gives back its share of the fee; otherwise the fee is kept. */
  readonly refundsFee?: boolean
  /** What was captured in the month before, by settlement currency, in its smallest unit. */
  readonly volumes?: Readonly<Record<Currency, bigint>>
}

/** What was captured in a month in one settlement currency, and from when on it decides on prices. */
export type Volume = { readonly currency: Currency; readonly minor: bigint; readonly appliesFrom: Date }

const youngest = <T>(all: readonly T[], startOf: (one: T) => Date, at: Date): T | undefined =>
  all.reduce<T | undefined>(
    (latest, one) => (startOf(one) <= at && (latest === undefined || startOf(one) > startOf(latest)) ? one : latest),
    undefined,
  )

const inForce = (versions: readonly ContractVersion[], at: Date): ContractVersion | undefined =>
  youngest(versions, ({ validFrom }) => validFrom, at)

/** The contract that is in force at an instant: the youngest that has begun. */
export const contractAt = (versions: readonly ContractVersion[], at: Date): ContractVersion => {
  const found = inForce(versions, at)
  assert(found !== undefined, `no contract is in force at ${at.toISOString()}`)
  return found
}

/**
 * The versions with the volumes that decide on their prices: each is cut where a volume begins to apply. So a fee is a matter
 * of an instant alone, and replaying what was heard gives the same one.
 */
export const withVolumes = (versions: readonly ContractVersion[], volumes: readonly Volume[]): ContractVersion[] => {
  const starts = [...versions.map(({ validFrom }) => validFrom), ...volumes.map(({ appliesFrom }) => appliesFrom)]
  const currencies = [...new Set(volumes.map(({ currency }) => currency))]
  return [...new Set(starts.map((start) => start.getTime()))]
    .sort((a, b) => a - b)
    .flatMap((time) => {
      const validFrom = new Date(time)
      const version = inForce(versions, validFrom)
      if (version === undefined) return []
      const known = currencies.flatMap((currency) => {
        const own = volumes.filter((volume) => volume.currency === currency)
        const found = youngest(own, ({ appliesFrom }) => appliesFrom, validFrom)
        return found === undefined ? [] : [[currency, found.minor] as const]
      })
      return [
        known.length === 0 ? { ...version, validFrom } : { ...version, validFrom, volumes: Object.fromEntries(known) },
      ]
    })
}

/**
 * The special price for what settles in a currency: one for the wallet goes before one for any, and then the one with the
 * highest volume that was reached.
 */
const specialPriceOf = (
  { special = [], volumes = {} }: ContractVersion,
  currency: Currency,
  wallet: string | undefined,
): SpecialPrice | undefined => {
  const volume = volumes[currency] ?? 0n
  const open = special.filter((price) => price.currency === currency && price.fromVolume <= volume)
  const byWallet = open.filter((price) => price.wallet !== undefined && price.wallet === wallet)
  const candidates = byWallet.length > 0 ? byWallet : open.filter((price) => price.wallet === undefined)
  return candidates.reduce<SpecialPrice | undefined>(
    (best, price) => (best === undefined || price.fromVolume > best.fromVolume ? price : best),
    undefined,
  )
}

/** What is taken of a payment: a share of what settles, and a fixed part in its currency's smallest unit. */
export type Price = { readonly basisPoints: bigint; readonly fixedMinor: bigint }

/** The price for what settles in a currency and was paid by a wallet. */
export const priceOf = (contract: ContractVersion, currency: Currency, wallet: string | undefined): Price => {
  const special = specialPriceOf(contract, currency, wallet)
  if (special !== undefined) return { basisPoints: special.feeBasisPoints, fixedMinor: special.feeFixedMinor }
  const fixedMinor = contract.feeFixed.currency === currency ? contract.feeFixed.minor : 0n
  return { basisPoints: contract.feeBasisPoints, fixedMinor }
}

/** The merchant's fee for a settled amount that a wallet paid, in its currency; never more than the amount itself. */
export const feeOf = (contract: ContractVersion, settled: Money, wallet?: string): Money => {
  const { currency } = settled
  const { basisPoints, fixedMinor } = priceOf(contract, currency, wallet)
  const fee = add(share(settled, basisPoints), money(currency, fixedMinor))
  return fee.minor > settled.minor ? money(currency, settled.minor) : fee
}
