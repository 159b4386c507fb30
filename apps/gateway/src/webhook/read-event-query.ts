import { isPaymentId, ok, type Result, refuse } from '@silkgate/domain'
import { invalid } from '../http/schema.ts'
import type { EventQuery } from './event.store.ts'
import { eventTypes } from './event-types.ts'

const [defaultLimit, maxLimit] = [50, 100]

/** Reads the query of the list of events; the first of several values counts. */
export const readEventQuery = (query: URLSearchParams): Result<EventQuery> => {
  const after = query.get('after') || '0'
  const limit = query.get('limit') || String(defaultLimit)
  const type = query.get('type') || undefined
  const paymentId = query.get('paymentId') || undefined
  const refusals = [
    ...(/^\d{1,18}$/.test(after) ? [] : [invalid('after', 'The `next` of the page before, please.')]),
    ...(/^[1-9]\d{0,2}$/.test(limit) && Number(limit) <= maxLimit
      ? []
      : [invalid('limit', `A number from 1 to ${maxLimit}, please.`)]),
    ...(type === undefined || eventTypes.includes(type)
      ? []
      : [invalid('type', `One of ${eventTypes.join(', ')}, please.`)]),
    ...(paymentId === undefined || isPaymentId(paymentId)
      ? []
      : [invalid('paymentId', 'The id of a payment, please.')]),
  ]
  if (refusals.length > 0) return refuse(...refusals)
  return ok({ after: BigInt(after), limit: Number(limit), type, paymentId })
}
