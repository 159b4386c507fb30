export { alipayPlusProductId, letsAlipayPlusThrough, type ProductFilter, type ProductFilters } from './filters.ts'
export { isLocale, type Language, languageOf, languages, productLabels } from './language.ts'
export { type Offer, offer, reasons, type Wish, type Withheld, walletsFor } from './offer.ts'
export {
  type PayingWallet,
  type Wallet,
  type WalletId,
  walletIdOf,
  walletIds,
  wallets,
  walletsByTable,
  walletsDay,
  walletsHeard,
} from './wallets.ts'
