import {
  alipayPlusProductId,
  type Language,
  type Offer,
  type PayingWallet,
  productLabels,
  toConnectAmount,
} from '@silkgate/domain'
import { logoFile } from './logo.ts'
import type { ProductQuery } from './read-product-query.ts'

/**
 * Alipay+ as Connect's PaymentProduct. It asks the consumer for nothing on the merchant's page, keeps no account on
 * file, and always sends the consumer to Alipay+. Source: types of the official SDKs.
 */
export const productView = ({ least, most }: Offer, { language, hide }: ProductQuery) => ({
  id: alipayPlusProductId,
  paymentMethod: 'redirect',
  usesRedirectionTo3rdParty: true,
  mobileIntegrationLevel: 'OPTIMISED_SUPPORT',
  allowsClickToPay: false,
  allowsInstallments: false,
  allowsMultiplePartialCaptures: false,
  allowsRecurring: false,
  allowsTokenization: false,
  autoTokenized: false,
  canBeIframed: false,
  deviceFingerprintEnabled: false,
  isAuthenticationSupported: false,
  supportsMandates: false,
  minAmount: Number(toConnectAmount(least)),
  maxAmount: Number(toConnectAmount(most)),
  displayHints: {
    displayOrder: 0,
    ...(hide.has('translations') ? {} : { label: productLabels[language] }),
    logo: logoFile,
  },
  ...(hide.has('accountsOnFile') ? {} : { accountsOnFile: [] }),
  ...(hide.has('fields') ? {} : { fields: [] }),
})

/** A country by its name in a language, as short as it is used: "Hong Kong", not its official name. */
const countryName = (country: string, language: Language): string =>
  new Intl.DisplayNames(language, { type: 'region', style: 'short' }).of(country) ?? country

/** A wallet as Connect's DirectoryEntry; those of the consumer's own country are the short list. */
export const directoryEntry = ({ id, brand, country }: PayingWallet, { wish, language }: ProductQuery) => ({
  issuerId: id,
  issuerName: brand,
  issuerList: country === wish.countryCode ? 'short' : 'long',
  countryNames: country === undefined ? [] : [countryName(country, language)],
})
