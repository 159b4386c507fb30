import type { MerchantId } from '../kernel/index.ts'
import type { Currency, Money } from '../money/index.ts'
import type { ContractVersion } from './contract.ts'

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
  readonly name: string
  readonly displayName: string
  readonly mcc: string
  readonly address: Address
  readonly settlementCurrency: Currency
  readonly contracts: readonly ContractVersion[]
  /** Whether a second person at the merchant approves each refund. */
  readonly refundsNeedApproval: boolean
  /** Whether a payment can be refunded only once it is PAID; otherwise once it is CAPTURED. */
  readonly refundsAfterPaid: boolean
  /** How long a consumer has to pay, in whole seconds: from one minute to the ten that Alipay+ allows. */
  readonly expiresAfterSeconds: number
  /** The most that one payment may be, per currency; a currency that is not named has no limit. */
  readonly limits: Readonly<Record<Currency, bigint>>
}

export const isOverLimit = (merchant: Pick<Merchant, 'limits'>, amount: Money): boolean => {
  const limit = merchant.limits[amount.currency]
  return limit !== undefined && amount.minor > limit
}
