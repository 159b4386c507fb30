import {
  fromConnectAmount,
  isCurrency,
  isLocale,
  letsAlipayPlusThrough,
  type Merchant,
  type Money,
  offer,
  ok,
  type ProductFilters,
  type Refusal,
  type Result,
  reasons,
  refuse,
} from '@silkgate/domain'
import type { z } from 'zod'
import { invalid, missing, readBy } from '../http/schema.ts'
import { checkReturnUrl, readOrder } from '../payment/index.ts'
import { readFilters } from '../product/index.ts'
import type { CheckoutRequest, OrderLine } from './hosted-checkout.row.ts'
import { hostedCheckoutBody, type lineItem } from './hosted-checkout.schema.ts'

export type CheckoutCommand = {
  readonly amount: Money
  readonly request: Omit<CheckoutRequest, 'returnMac'>
  readonly tokens: readonly string[]
}

const input = 'hostedCheckoutSpecificInput'

/** Reads the body of a request for a hosted checkout, or says which properties are wrong and why. */
export const readCheckoutRequest = (
  body: unknown,
  { merchant, isSandbox }: { merchant: Merchant; isSandbox: boolean },
): Result<CheckoutCommand> => {
  const read = readBy(hostedCheckoutBody, body)
  if (!read.ok) return read
  const { order, hostedCheckoutSpecificInput: wishes, redirectPaymentMethodSpecificInput: method } = read.value
  const ordered = readOrder(order)
  const filters = readFilters(wishes?.paymentProductFilters)
  const showResultPage = wishes?.showResultPage ?? true
  const refusals = [
    ...(ordered.ok
      ? offeredOr({ merchant, ...ordered.value, filters, isRecurring: wishes?.isRecurring })
      : ordered.refusals),
    ...(method?.paymentProductId && method.paymentProductId !== 866n
      ? [unknownProduct('redirectPaymentMethodSpecificInput.paymentProductId')]
      : []),
    ...readReturnUrl(wishes?.returnUrl, { showResultPage, isSandbox }),
    ...(wishes?.locale && !isLocale(wishes.locale)
      ? [invalid(`${input}.locale`, 'A language and a country such as nl_NL are expected.')]
      : []),
  ]
  if (refusals.length > 0 || !ordered.ok) return refuse(...refusals)
  const { amount, references } = ordered.value
  const optional = { returnUrl: wishes?.returnUrl, locale: wishes?.locale, variant: wishes?.variant }
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value))
  const request = {
    ...references,
    ...given,
    showResultPage,
    returnCancelState: wishes?.returnCancelState ?? false,
    lines: (order?.shoppingCart?.items ?? order?.items ?? []).map((item) => lineOf(item, amount)),
  }
  const tokens = wishes?.tokens?.split(',').flatMap((token) => token.trim() || []) ?? []
  return ok({ amount, request, tokens })
}

const unknownProduct = (propertyName: string, message?: string): Refusal => ({
  error: 'UNKNOWN_PRODUCT_ID',
  propertyName,
  ...(message === undefined ? {} : { message }),
})

/** A consumer is not sent to a page without any way to pay: what Alipay+ is not offered for is refused here. */
const offeredOr = (wish: {
  merchant: Merchant
  amount: Money
  references: { readonly countryCode?: string }
  filters: ProductFilters
  isRecurring: boolean | null | undefined
}): Refusal[] => {
  const { merchant, amount, references, filters } = wish
  const named = `${input}.paymentProductFilters`
  if (!letsAlipayPlusThrough(filters))
    return [unknownProduct(named, 'The filters leave payment product 866 (Alipay+) out.')]
  const made = offer(merchant, {
    amount,
    currency: amount.currency,
    countryCode: references.countryCode ?? '',
    isRecurring: wish.isRecurring ?? false,
    isInstallments: false,
  })
  if (typeof made !== 'string') return []
  if (made === 'over_limit') return [{ error: 'AMOUNT_EXCEEDS_LIMIT', propertyName: 'order.amountOfMoney.amount' }]
  return [unknownProduct(made === 'recurring' ? `${input}.isRecurring` : 'order.amountOfMoney', reasons[made])]
}

const readReturnUrl = (
  returnUrl: string | null | undefined,
  { showResultPage, isSandbox }: { showResultPage: boolean; isSandbox: boolean },
): Refusal[] => {
  if (returnUrl) return checkReturnUrl(returnUrl, `${input}.returnUrl`, isSandbox)
  return showResultPage ? [] : [missing(`${input}.returnUrl`)]
}

/** An item as it is shown. What it costs is left out where it is in another currency, or is no amount that we can show. */
const lineOf = (item: z.output<typeof lineItem>, amount: Money): OrderLine => {
  const { orderLineDetails: details, invoiceData, amountOfMoney } = item ?? {}
  const currency = amountOfMoney?.currencyCode || amount.currency
  const total = details?.lineAmountTotal ?? amountOfMoney?.amount
  const read =
    total !== undefined && total !== null && total > 0n && isCurrency(currency) && currency === amount.currency
      ? fromConnectAmount(currency, total, '')
      : undefined
  const quantity = details?.quantity?.toString() || invoiceData?.nrOfItems
  return {
    name: details?.productName || invoiceData?.description || details?.productCode || '',
    ...(quantity ? { quantity } : {}),
    ...(read?.ok ? { minor: read.value.minor.toString() } : {}),
  }
}
