import type { Amount, Result } from './parts.ts'
import type { PayRequest } from './pay.ts'

/**
 * Asks which wallets could pay. An amount that is not known yet is "0"; its currency must be known. Source:
 * consultPayment.
 */
export type ConsultPaymentRequest = {
  readonly paymentAmount: Amount
  readonly paymentFactor: PayRequest['paymentFactor']
  readonly settlementStrategy: PayRequest['settlementStrategy']
  /** Wallets of this country come first. */
  readonly userRegion?: string
}

/** A wallet behind the one payment method of the unified cashier: `walletName` is its id, `walletBrandName` is shown. */
export type SupportedWallet = {
  readonly walletName: string
  readonly walletBrandName?: string
  readonly walletLogo?: { readonly logoName?: string; readonly logoUrl?: string }
  readonly walletRegion?: string
  readonly walletFeature?: { readonly supportCodeScan?: string; readonly supportCashierRedirection?: string }
}

/** A way to pay, with the wallets behind it; none of them can be used where `enabled` is "false". */
export type PaymentOption = {
  readonly paymentMethodType: string
  readonly paymentMethodCategory?: string
  readonly enabled?: string
  /** Why it is not enabled. */
  readonly disableReason?: string
  readonly brandName?: string
  readonly logo?: { readonly logoName?: string; readonly logoUrl?: string }
  readonly paymentOptionDetail?: {
    readonly paymentOptionDetailType?: string
    readonly connectWallet?: { readonly supportWallets?: readonly SupportedWallet[] }
  }
}

/** The ways to pay, those that are disabled included. */
export type ConsultPaymentResponse = { readonly result: Result; readonly paymentOptions?: readonly PaymentOption[] }
