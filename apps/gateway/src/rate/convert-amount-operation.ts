import { fromConnectAmount, isCurrency, type Money, ok, type Result, refuse, toConnectAmount } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer } from '../http/errors.ts'
import { integer, invalid, missing, readBy } from '../http/schema.ts'
import type { ProductOperation } from '../product/index.ts'

const amountQuery = z.looseObject({ amount: integer.optional() })

type Conversion = { readonly source: string; readonly target: string; readonly amount: Money }

const readConversion = (parameters: URLSearchParams): Result<Conversion> => {
  const query: Readonly<Record<string, string | undefined>> = Object.fromEntries([...parameters].reverse())
  const { source, target } = query
  const lacking = (['source', 'target', 'amount'] as const).filter((name) => !query[name])
  if (lacking.length > 0 || !source || !target) return refuse(...lacking.map(missing))
  const unknown = Object.entries({ source, target }).filter(([, currency]) => !isCurrency(currency))
  if (unknown.length > 0) {
    return refuse(...unknown.map(([name, text]) => invalid(name, `"${text}" is not a currency of ISO 4217.`)))
  }
  const read = readBy(amountQuery, query)
  if (!read.ok) return read
  const amount = fromConnectAmount(source, read.value.amount ?? 0n, 'amount')
  return amount.ok ? ok({ source, target, amount: amount.value }) : amount
}

/**
 * Conversion of amounts between currencies. Alipay+ has not told us any rate yet, so that an amount is worth itself in its
 * own currency, and in every other one we do not know.
 */
export const convertAmountOperation: ProductOperation = {
  method: 'GET',
  path: '/services/convert/amount',
  operation: 'services.convertAmount',
  refuses: ['PARAMETER_NOT_FOUND_IN_REQUEST', 'INVALID_VALUE', 'RATE_NOT_KNOWN'],
  answer: ({ query, errorId }) => {
    const read = readConversion(query)
    if (!read.ok) return errorAnswer(errorId, read.refusals)
    const { source, target, amount } = read.value
    if (source === target) {
      return { status: 200, body: JSON.stringify({ convertedAmount: Number(toConnectAmount(amount)) }) }
    }
    const message = `No exchange rate from ${source} to ${target} is known: Alipay+ names its rate when the consumer pays.`
    return errorAnswer(errorId, [{ error: 'RATE_NOT_KNOWN', message }])
  },
}
