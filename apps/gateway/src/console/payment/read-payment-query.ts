import {
  isCurrency,
  type MerchantId,
  type Money,
  ok,
  type PaymentStatus,
  type Result,
  readTypedAmount,
  refuse,
  statuses,
} from '@silkgate/domain'
import { z } from 'zod'
import { listParts, readListQuery, textOf, wordsOf } from '../../http/list-query.ts'
import { invalid } from '../../http/schema.ts'
import type { PaymentFilter } from './payment-list.store.ts'

export type { PaymentFilter }

const query = z.looseObject({
  ...listParts,
  status: wordsOf(Object.keys(statuses) as PaymentStatus[]),
  unknown: z.stringbool().default(false),
  wallet: textOf(100).optional(),
  currency: z.string().refine(isCurrency, { error: 'A currency of ISO 4217 is expected, as EUR.' }).optional(),
  least: z.string().max(30).optional(),
  most: z.string().max(30).optional(),
  sort: z.enum(['newest', 'oldest'], { error: 'newest or oldest?' }).default('newest'),
})

/** An end of a range of amounts: one of a currency, as people type it. */
const endOf = (name: string, currency: string | undefined, text: string | undefined): Result<Money | undefined> => {
  if (text === undefined) return ok(undefined)
  if (currency === undefined) return refuse(invalid('currency', 'Choose a currency: an amount is one of a currency.'))
  return readTypedAmount(currency, text, name)
}

/** Reads the filter of a list of payments; `scope` is the one merchant that the caller may see, if it is one. */
export const readPaymentQuery = (parameters: URLSearchParams, scope: MerchantId | undefined): Result<PaymentFilter> => {
  const read = readListQuery(query, parameters)
  if (!read.ok) return read
  const { merchant, status, unknown, q, currency, least, most, sort, ...filter } = read.value
  const [from, to] = [endOf('least', currency, least), endOf('most', currency, most)]
  if (!from.ok) return from
  if (!to.ok) return to
  const { wallet, after, limit } = filter
  return ok({
    ...{ wallet, currency, after, limit, from: filter.from, until: filter.until },
    merchantId: scope ?? merchant,
    statuses: status,
    isUnknown: unknown,
    leastMinor: from.value?.minor,
    mostMinor: to.value?.minor,
    sought: q || undefined,
    isOldestFirst: sort === 'oldest',
  })
}
