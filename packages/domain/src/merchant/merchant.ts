import type { MerchantId } from '../kernel/index.ts'
import type { Currency } from '../money/index.ts'
import type { ContractVersion } from './contract.ts'
import type { MerchantStatus } from './standing.ts'

export type Address = {
  readonly region: string
  readonly state?: string
  readonly city?: string
  readonly address1?: string
  readonly address2?: string
  readonly zipCode?: string
}

/** A merchant as far as taking a payment needs to know it. */
export type Merchant = {
  readonly merchantId: MerchantId
  readonly status: MerchantStatus
  readonly name: string
  readonly displayName: string
  readonly mcc: string
  readonly address: Address
  readonly settlementCurrency: Currency
  /** What is paid in one of these settles in it. */
  readonly furtherCurrencies: readonly Currency[]
  readonly contracts: readonly ContractVersion[]
  /** Whether a second person at the merchant approves each refund. */
  readonly refundsNeedApproval: boolean
  /** Whether a payment can be refunded only once it is PAID; otherwise once it is CAPTURED. */
  readonly refundsAfterPaid: boolean
  /** How long a consumer has to pay, in whole seconds: from one minute to the ten that Alipay+ allows. */
  readonly expiresAfterSeconds: number
  /** The most that one payment may be, per currency; a currency that is not named has no limit. */
  readonly limits: Readonly<Record<Currency, bigint>>
  /** The same for all payments of a day and of a month. */
  readonly dayLimits: Readonly<Record<Currency, bigint>>
  readonly monthLimits: Readonly<Record<Currency, bigint>>
}

/** What a payment in a currency settles in: the same where the merchant settles in it, else its first one. */
export const settlementCurrencyOf = (
  { settlementCurrency, furtherCurrencies }: Pick<Merchant, 'settlementCurrency' | 'furtherCurrencies'>,
  currency: Currency,
): Currency => (furtherCurrencies.includes(currency) ? currency : settlementCurrency)
