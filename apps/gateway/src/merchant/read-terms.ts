import {
  type Currency,
  type Merchant,
  type NegativePolicy,
  type Rhythm,
  type SpecialPrice,
  type WalletId,
  walletIds,
} from '@silkgate/domain'
import type { ContractTerms } from './contract.store.ts'
import { amounts, basisPoints, changedAmounts, fixedFee, oneOf, whole } from './options.ts'
import { RefusedChange } from './refused-change.ts'

/** What is given on the command line. */
export type GivenTerms = {
  feeBasisPoints?: string | undefined
  feeFixed?: string | undefined
  refundsFee?: string | undefined
  price?: string[] | undefined
  rhythm?: string | undefined
  threshold?: string[] | undefined
  reserveBasisPoints?: string | undefined
  reserveDays?: string | undefined
  allowedNegative?: string[] | undefined
  negativePolicy?: string | undefined
}

const rhythms: readonly Rhythm[] = ['daily', 'weekly', 'threshold']
const negativePolicies: readonly NegativePolicy[] = ['carry_over', 'hold']

const pricePattern = /^([A-Z]{3})(?:\/([A-Z_]+))?(?:@(\d{1,12}))?=(\d{1,5})(?:\+(\d{1,12}))?$/

const settlesIn = ({ settlementCurrency, furtherCurrencies }: Merchant): readonly Currency[] => [
  settlementCurrency,
  ...furtherCurrencies,
]

/** `EUR=120+5`, `EUR/GCASH=100`, `EUR@5000000=90+5`. */
const priceOf = (merchant: Merchant, given: string): SpecialPrice => {
  const [, currency = '', wallet, volume, points = '', fixed = '0'] = pricePattern.exec(given) ?? []
  if (currency === '') {
    throw new RefusedChange(
      `"${given}" is not like EUR=120+5, EUR/GCASH=100 or EUR@5000000=90+5: a settlement currency, a wallet, ` +
        'from a volume of the month before (two implied decimals), basis points, and a fixed part in the smallest unit.',
      '--price',
    )
  }
  if (!settlesIn(merchant).includes(currency)) {
    throw new RefusedChange(
      `the merchant does not settle in ${currency}, but in ${settlesIn(merchant).join(', ')}.`,
      '--price',
    )
  }
  if (wallet !== undefined && !walletIds.includes(wallet as WalletId)) {
    throw new RefusedChange(`there is no wallet "${wallet}"; there are ${walletIds.join(', ')}.`, '--price')
  }
  return {
    currency,
    wallet,
    fromVolume: volume === undefined ? 0n : (amounts([`${currency}=${volume}`], '--price')[currency] ?? 0n),
    feeBasisPoints: basisPoints(points, '--price'),
    feeFixedMinor: fixedFee(currency, fixed, '--price'),
  }
}

const pricesOf = (merchant: Merchant, given: readonly string[]): readonly SpecialPrice[] => {
  if (given.join() === 'none') return []
  const prices = given.map((one) => priceOf(merchant, one))
  const keys = prices.map(({ currency, wallet, fromVolume }) => `${currency}/${wallet ?? ''}@${fromVolume}`)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw new RefusedChange(`${twice} is there twice.`, '--price')
  return prices
}

const known: { readonly [Name in 'threshold' | 'allowedNegative']: string } = {
  threshold: '--threshold',
  allowedNegative: '--allowed-negative',
}

/** What is agreed from now on: what is not named stays as it was before. Throws what is wrong with an option. */
export const readTerms = (merchant: Merchant, before: ContractTerms, options: GivenTerms): ContractTerms => {
  const thresholds = changedAmounts(before.thresholds, options.threshold, known.threshold)
  const allowedNegative = changedAmounts(before.allowedNegative, options.allowedNegative, known.allowedNegative)
  for (const [option, amounts] of [
    [known.threshold, thresholds],
    [known.allowedNegative, allowedNegative],
  ] as const) {
    const foreign = Object.keys(amounts).find((currency) => !settlesIn(merchant).includes(currency))
    if (foreign !== undefined) {
      throw new RefusedChange(
        `the merchant does not settle in ${foreign}, but in ${settlesIn(merchant).join(', ')}.`,
        option,
      )
    }
  }
  const { feeBasisPoints, feeFixed, refundsFee, price, rhythm, reserveBasisPoints, reserveDays, negativePolicy } =
    options
  const terms: ContractTerms = {
    feeBasisPoints:
      feeBasisPoints === undefined ? before.feeBasisPoints : basisPoints(feeBasisPoints, '--fee-basis-points'),
    feeFixedMinor:
      feeFixed === undefined ? before.feeFixedMinor : fixedFee(merchant.settlementCurrency, feeFixed, '--fee-fixed'),
    refundsFee:
      refundsFee === undefined ? before.refundsFee : oneOf(refundsFee, ['yes', 'no'], '--refunds-fee') === 'yes',
    prices: price === undefined ? before.prices : pricesOf(merchant, price),
    rhythm: rhythm === undefined ? before.rhythm : oneOf(rhythm, rhythms, '--rhythm'),
    thresholds,
    reserveBasisPoints:
      reserveBasisPoints === undefined
        ? before.reserveBasisPoints
        : basisPoints(reserveBasisPoints, '--reserve-basis-points'),
    reserveDays: reserveDays === undefined ? before.reserveDays : Number(whole(reserveDays, '--reserve-days')),
    allowedNegative,
    negativePolicy:
      negativePolicy === undefined
        ? before.negativePolicy
        : oneOf(negativePolicy, negativePolicies, '--negative-policy'),
  }
  if (terms.reserveDays > 3650) throw new RefusedChange(`at most 3650, not ${terms.reserveDays}.`, '--reserve-days')
  if (terms.reserveBasisPoints > 0n && terms.reserveDays === 0) {
    throw new RefusedChange('for how long the reserve is kept back is needed, such as 90.', '--reserve-days')
  }
  const without = settlesIn(merchant).find((currency) => thresholds[currency] === undefined)
  if (terms.rhythm === 'threshold' && without !== undefined) {
    throw new RefusedChange(`from how much on ${without} is paid is needed, such as ${without}=50000.`, '--threshold')
  }
  return terms
}
