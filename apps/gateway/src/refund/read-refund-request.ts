import { fromConnectAmount, isCurrency, type Money, ok, type Result, refuse } from '@silkgate/domain'
import { invalid, missing, readBy } from '../http/schema.ts'
import type { RefundCommand } from './create-refund.ts'
import { refundBody } from './refund.schema.ts'

type AmountOfMoney = { amount?: bigint | null | undefined; currencyCode?: string | null | undefined } | null | undefined

/** The amount of a refund request: none means all that is left; a half of one is refused with the name of what is missing. */
const readAmount = (given: AmountOfMoney): Result<Money | undefined> => {
  const { amount, currencyCode: currency } = given ?? {}
  if ((amount === null || amount === undefined) && !currency) return ok(undefined)
  if (amount === null || amount === undefined) return refuse(missing('amountOfMoney.amount'))
  if (!currency) return refuse(missing('amountOfMoney.currencyCode'))
  if (!isCurrency(currency)) {
    return refuse(invalid('amountOfMoney.currencyCode', `"${currency}" is not a currency of ISO 4217.`))
  }
  return fromConnectAmount(currency, amount, 'amountOfMoney.amount')
}

/** Reads the body of a refund request; none, `{}` and `[]` mean a full refund. */
export const readRefundRequest = (body: unknown): Result<RefundCommand> => {
  const isEmpty = body === undefined || (Array.isArray(body) && body.length === 0)
  const read = readBy(refundBody, isEmpty ? {} : body)
  if (!read.ok) return read
  const amount = readAmount(read.value.amountOfMoney)
  if (!amount.ok) return amount
  const { refundReferences, refundReason } = read.value
  const known = {
    merchantReference: refundReferences?.merchantReference,
    descriptor: refundReferences?.descriptor,
    reason: refundReason,
  }
  const request = Object.fromEntries(Object.entries(known).filter(([, value]) => Boolean(value)))
  return ok({ amount: amount.value, request })
}
