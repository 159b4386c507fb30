export { alipayPlusProductId, letsAlipayPlusThrough, type ProductFilter, type ProductFilters } from './filters.ts'
export { isLocale, type Language, languageOf, languages, productLabels } from './language.ts'
export { type Offer, offer, reasons, type Wish, type Withheld, walletsFor } from './offer.ts'
export { type Wallet, type WalletId, walletIds, wallets, walletsDay } from './wallets.ts'
