import type { PayRequest } from '@silkgate/alipayplus'
import { type Merchant, orderReferenceOf } from '@silkgate/domain'
import type { StoredPayment } from './payment.row.ts'

const mobile = /iPhone|iPad|Android|Mobile/i

/** Where the consumer is: a desktop browser, or a phone's browser with its system. */
const environmentOf = (userAgent: string | undefined): NonNullable<PayRequest['order']['env']> => {
  if (userAgent === undefined || !mobile.test(userAgent))
    return { terminalType: 'WEB', ...(userAgent ? { userAgent } : {}) }
  return { terminalType: 'WAP', osType: /iPhone|iPad/i.test(userAgent) ? 'IOS' : 'ANDROID', userAgent }
}

/** A URL with parameters added; its own query and fragment stay. */
export const withParameters = (url: string, parameters: Readonly<Record<string, string>>): string => {
  const [beforeFragment = '', ...fragment] = url.split('#')
  const separator = beforeFragment.includes('?') ? '&' : '?'
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  return [`${beforeFragment}${separator}${added.join('&')}`, ...fragment].join('#')
}

/** The merchant's return URL with REF and RETURNMAC added. */
export const redirectBackUrl = ({ payment, request }: StoredPayment): string =>
  request.hostedCheckoutId === undefined
    ? withParameters(request.returnUrl, { REF: payment.paymentId, RETURNMAC: request.returnMac })
    : request.returnUrl

/**
 * The pay call for a payment. It is made from what was stored alone, so that a repeat after a crash is the same word
 * for word. Source: cashier payment in unified mode; every amount in the currency's own smallest unit.
 */
export const payRequestOf = (stored: StoredPayment, merchant: Merchant, notifyUrl: string): PayRequest => {
  const { payment, request } = stored
  const amount = { currency: payment.amount.currency, value: payment.amount.minor.toString() }
  return {
    paymentRequestId: payment.paymentId,
    paymentAmount: amount,
    order: {
      referenceOrderId: request.merchantReference ?? orderReferenceOf(payment.paymentId),
      orderDescription: request.descriptor ?? `${merchant.displayName} ${orderReferenceOf(payment.paymentId)}`,
      orderAmount: amount,
      merchant: {
        referenceMerchantId: merchant.merchantId,
        merchantName: merchant.name,
        merchantDisplayName: merchant.displayName,
        merchantMCC: merchant.mcc,
        merchantAddress: merchant.address,
      },
      ...(request.merchantCustomerId === undefined ? {} : { buyer: { referenceBuyerId: request.merchantCustomerId } }),
      env: environmentOf(request.userAgent),
    },
    paymentMethod: { paymentMethodType: 'CONNECT_WALLET' },
    paymentFactor: { isInStorePayment: 'false', isCashierPayment: 'true', presentmentMode: 'UNIFIED' },
    settlementStrategy: { settlementCurrency: payment.settlementCurrency },
    paymentNotifyUrl: notifyUrl,
    paymentRedirectUrl: redirectBackUrl(stored),
    paymentExpiryTime: payment.expiresAt.toISOString(),
    ...(request.countryCode === undefined ? {} : { userRegion: request.countryCode }),
  }
}
