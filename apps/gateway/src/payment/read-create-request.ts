import { fromConnectAmount, isCurrency, type Money, ok, type Refusal, type Result, refuse } from '@silkgate/domain'
import type { z } from 'zod'
import { invalid, missing, type object, readBy } from '../http/schema.ts'
import type { OrderReferences } from '../order-references.ts'
import { createPaymentBody, type orderShape } from './create-payment.schema.ts'
import type { PaymentRequest } from './payment.row.ts'

export type CreateCommand = {
  readonly amount: Money
  readonly request: Omit<PaymentRequest, 'returnMac'> & { returnMac?: string }
}

/** What a return URL may be: absolute; outside the sandbox https or an app's own scheme, and no address or localhost. */
export const checkReturnUrl = (text: string, propertyName: string, isSandbox: boolean): Refusal[] => {
  const no = (message: string) => [invalid(propertyName, message)]
  if (text.length > 1900) return no('The return URL is longer than 1900 characters.')
  if (!URL.canParse(text) || !/^[a-z][a-z0-9+.-]*:\/\/[^\s\p{Cc}]+$/iu.test(text))
    return no('The return URL must be absolute, with its protocol, and without blanks.')
  const { protocol, hostname } = new URL(text)
  if (/^(javascript|data|file|vbscript|about|blob):$/.test(protocol))
    return no(`The protocol ${protocol}// is not allowed.`)
  // The policy of the hosted pages names the host: a semicolon or an asterisk would be read as more than that.
  if (/^https?:$/.test(protocol) && !/^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname))
    return no('The host of the return URL is no name of a host.')
  if (isSandbox) return []
  if (protocol === 'http:') return no('The return URL must use https.')
  const isAddress = /^(\d+\.){3}\d+$/.test(hostname) || hostname.startsWith('[')
  const isLocal = /^(.+\.)?localhost\.?$/.test(hostname)
  if (protocol === 'https:' && (isAddress || isLocal)) {
    return no('The return URL must not lead to an IP address or localhost.')
  }
  return []
}

/** Reads the body of a create request, or says which properties are wrong and why. */
export const readCreateRequest = (body: unknown, isSandbox: boolean): Result<CreateCommand> => {
  const read = readBy(createPaymentBody, body)
  if (!read.ok) return read
  const { order, redirectPaymentMethodSpecificInput: redirect } = read.value
  const refusals: Refusal[] = []
  const require = <T>(value: T | null | undefined, propertyName: string): T | undefined => {
    if (value === null || value === undefined) refusals.push(missing(propertyName))
    return value ?? undefined
  }
  const method = require(redirect, 'redirectPaymentMethodSpecificInput')
  if (method !== undefined) {
    const product = require(method.paymentProductId, 'redirectPaymentMethodSpecificInput.paymentProductId')
    if (product !== undefined && product !== 866n) {
      refusals.push({
        error: 'UNKNOWN_PRODUCT_ID',
        propertyName: 'redirectPaymentMethodSpecificInput.paymentProductId',
      })
    }
  }
  const isOldName = !method?.redirectionData?.returnUrl && Boolean(method?.returnUrl)
  const returnUrlName = `redirectPaymentMethodSpecificInput.${isOldName ? 'returnUrl' : 'redirectionData.returnUrl'}`
  const returnUrl = method && require(method.redirectionData?.returnUrl || method.returnUrl || undefined, returnUrlName)
  if (returnUrl !== undefined) refusals.push(...checkReturnUrl(returnUrl, returnUrlName, isSandbox))
  const ordered = readOrder(order)
  if (!ordered.ok) refusals.push(...ordered.refusals)
  if (refusals.length > 0 || !ordered.ok || returnUrl === undefined) return refuse(...refusals)
  return ok({ amount: ordered.value.amount, request: { returnUrl, ...ordered.value.references } })
}

type Order = z.output<ReturnType<typeof object<typeof orderShape>>>

/** Reads the order of a request: its amount and the merchant's references, or which of its properties are wrong. */
export const readOrder = (order: Order): Result<{ amount: Money; references: OrderReferences }> => {
  if (order === null || order === undefined) return refuse(missing('order'))
  const amount = readAmount(order.amountOfMoney)
  return amount.ok ? ok({ amount: amount.value, references: referencesOf(order) }) : amount
}

const readAmount = (given: NonNullable<Order>['amountOfMoney']): Result<Money> => {
  const { amount, currencyCode: currency } = given ?? {}
  if (amount === null || amount === undefined || !currency) {
    return refuse(
      ...(amount === null || amount === undefined ? [missing('order.amountOfMoney.amount')] : []),
      ...(currency ? [] : [missing('order.amountOfMoney.currencyCode')]),
    )
  }
  if (!isCurrency(currency))
    return refuse(invalid('order.amountOfMoney.currencyCode', `"${currency}" is not a currency of ISO 4217.`))
  return fromConnectAmount(currency, amount, 'order.amountOfMoney.amount')
}

const referencesOf = ({ references, customer }: NonNullable<Order>): OrderReferences => {
  const known = {
    merchantReference: references?.merchantReference,
    merchantOrderId: references?.merchantOrderId?.toString(),
    descriptor: references?.descriptor,
    merchantCustomerId: customer?.merchantCustomerId,
    countryCode: customer?.billingAddress?.countryCode,
    userAgent: customer?.device?.userAgent,
  }
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  )
}
