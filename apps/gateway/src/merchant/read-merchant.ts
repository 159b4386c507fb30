import {
  type ContractVersion,
  type Currency,
  isCurrency,
  isMerchantId,
  type Merchant,
  type MerchantStatus,
  money,
} from '@silkgate/domain'
import { readDuration } from '../duration.ts'
import type { MerchantIdentity, MerchantTerms } from './merchant.store.ts'
import { amounts, basisPoints, changedAmounts, country as checkCountry, currency, fixedFee } from './options.ts'
import { RefusedChange } from './refused-change.ts'

/** A merchant as it is given, by the command line or a form. */
export type GivenMerchant = {
  name: string
  displayName?: string | undefined
  mcc: string
  country: string
  city?: string | undefined
  address?: string | undefined
  zip?: string | undefined
  settlementCurrency: string
  furtherCurrency?: string[] | undefined
  feeBasisPoints: string
  feeFixed: string
  limit?: string[] | undefined
  dayLimit?: string[] | undefined
  monthLimit?: string[] | undefined
  refundsNeedApproval?: boolean | undefined
  refundsAfterPaid?: boolean | undefined
  expiresAfter: string
}

/** What is given to be changed of a merchant. */
export type GivenChange = {
  readonly [Name in
    | ('name' | 'displayName' | 'mcc' | 'country' | 'city' | 'address' | 'zip')
    | ('expiresAfter' | 'limit' | 'dayLimit' | 'monthLimit' | 'furtherCurrency')]?: GivenMerchant[Name] | undefined
}

/** How long a consumer has to pay, in seconds. */
const expiryOf = (text: string): number => {
  const seconds = (readDuration(text) ?? 0) / 1000
  if (seconds >= 60 && seconds <= 600) return seconds
  throw new RefusedChange(`from PT1M to PT10M, in whole seconds, is expected, not "${text}".`, '--expires-after')
}

/** Currencies that a merchant settles in beside its first one: more can be added, none be taken away. */
const furtherOf = (first: Currency, before: readonly Currency[], given: readonly string[] = []): Currency[] => {
  const added = given.map((one) => currency(one, '--further-currency')).filter((one) => one !== first)
  return [...new Set([...before, ...added])]
}

const checkMcc = (mcc: string): void => {
  if (!/^\d{4}$/.test(mcc)) throw new RefusedChange(`four digits are expected, not "${mcc}".`, '--mcc')
}

/** A merchant and the first version of its contract. Throws what is wrong with an option. */
export const readNewMerchant = (
  merchantId: string,
  options: GivenMerchant,
  status: MerchantStatus,
): { readonly merchant: Merchant; readonly contract: ContractVersion } => {
  if (!isMerchantId(merchantId)) {
    throw new RefusedChange(`"${merchantId}" is no merchant id: up to ten digits, no leading zero.`)
  }
  const first = options.settlementCurrency
  if (!isCurrency(first)) throw new RefusedChange(`"${first}" is unknown.`, '--settlement-currency')
  checkMcc(options.mcc)
  checkCountry(options.country)
  const merchant: Merchant = {
    merchantId,
    name: options.name,
    displayName: options.displayName ?? options.name,
    mcc: options.mcc,
    address: {
      region: options.country,
      ...(options.city === undefined ? {} : { city: options.city }),
      ...(options.address === undefined ? {} : { address1: options.address }),
      ...(options.zip === undefined ? {} : { zipCode: options.zip }),
    },
    status,
    settlementCurrency: first,
    furtherCurrencies: furtherOf(first, [], options.furtherCurrency),
    contracts: [],
    limits: amounts(options.limit ?? [], '--limit'),
    dayLimits: amounts(options.dayLimit ?? [], '--day-limit'),
    monthLimits: amounts(options.monthLimit ?? [], '--month-limit'),
    refundsNeedApproval: options.refundsNeedApproval ?? false,
    refundsAfterPaid: options.refundsAfterPaid ?? false,
    expiresAfterSeconds: expiryOf(options.expiresAfter),
  }
  const feeBasisPoints = basisPoints(options.feeBasisPoints, '--fee-basis-points')
  const feeFixed = money(first, fixedFee(first, options.feeFixed, '--fee-fixed'))
  return { merchant, contract: { validFrom: new Date(0), feeBasisPoints, feeFixed } }
}

/** What was agreed beside the contract. */
export const termsOf = (merchant: Merchant): MerchantTerms => ({
  expiresAfterSeconds: merchant.expiresAfterSeconds,
  limits: merchant.limits,
  dayLimits: merchant.dayLimits,
  monthLimits: merchant.monthLimits,
  furtherCurrencies: merchant.furtherCurrencies,
})

/** The same after a change: what is not named stays as it was. Throws what is wrong with an option. */
export const changedTerms = (merchant: Merchant, given: GivenChange): MerchantTerms => ({
  expiresAfterSeconds: given.expiresAfter === undefined ? merchant.expiresAfterSeconds : expiryOf(given.expiresAfter),
  limits: changedAmounts(merchant.limits, given.limit, '--limit'),
  dayLimits: changedAmounts(merchant.dayLimits, given.dayLimit, '--day-limit'),
  monthLimits: changedAmounts(merchant.monthLimits, given.monthLimit, '--month-limit'),
  furtherCurrencies: furtherOf(merchant.settlementCurrency, merchant.furtherCurrencies, given.furtherCurrency),
})

/** Who a merchant is, after a change; undefined where nothing of it is named. What is not named stays as it was. */
export const changedIdentity = (before: Merchant, given: GivenChange): MerchantIdentity | undefined => {
  const { name, displayName, mcc, country, city, address, zip } = given
  if ([name, displayName, mcc, country, city, address, zip].every((one) => one === undefined)) return undefined
  if (mcc !== undefined) checkMcc(mcc)
  if (country !== undefined) checkCountry(country)
  return {
    name: name ?? before.name,
    displayName: displayName ?? before.displayName,
    mcc: mcc ?? before.mcc,
    address: {
      ...before.address,
      ...(country === undefined ? {} : { region: country }),
      ...(city === undefined ? {} : { city }),
      ...(address === undefined ? {} : { address1: address }),
      ...(zip === undefined ? {} : { zipCode: zip }),
    },
  }
}
