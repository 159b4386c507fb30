import type { ConsultPaymentResponse, PaymentOption, SupportedWallet } from '@silkgate/alipayplus'
import { isCurrency } from '@silkgate/domain'
import { hasRate } from '../wallet/rates.ts'
import { takes, type WalletId, wallets, walletsFor } from '../wallet/wallets.ts'
import { failure, success } from './answers.ts'
import type { ConsultMessage } from './messages.ts'

const supported = (id: WalletId): SupportedWallet => ({
  walletName: id,
  walletBrandName: wallets[id].brand,
  walletRegion: wallets[id].region,
  walletFeature: { supportCodeScan: 'true', supportCashierRedirection: 'true' },
})

/** Alipay+ as one payment method, with the wallets behind it; not enabled where there are none. */
const optionOf = (ids: readonly WalletId[]): PaymentOption => {
  const option = { paymentMethodType: 'CONNECT_WALLET', paymentMethodCategory: 'WALLET', brandName: 'Alipay+' }
  if (ids.length === 0) return { ...option, enabled: 'false', disableReason: 'CHANNEL_DISABLE' }
  const connectWallet = { supportWallets: ids.map(supported) }
  const paymentOptionDetail = { paymentOptionDetailType: 'CONNECT_WALLET', connectWallet }
  return { ...option, enabled: 'true', paymentOptionDetail }
}

/** The wallets that could pay: of the currency, in order, and within their limits unless the amount is not known yet. */
export const consult = (message: ConsultMessage, off: readonly WalletId[]): ConsultPaymentResponse => {
  const { currency, value } = message.paymentAmount
  const { settlementCurrency } = message.settlementStrategy
  if (![currency, settlementCurrency].every((code) => isCurrency(code) && hasRate(code))) {
    return { result: failure('CURRENCY_NOT_SUPPORT', `${currency} to ${settlementCurrency} is not supported`) }
  }
  const minor = BigInt(value)
  const ids = walletsFor(currency, message.userRegion).filter(
    (id) => !off.includes(id) && (minor === 0n || takes(id, currency, minor)),
  )
  return { result: success, paymentOptions: [optionOf(ids)] }
}
