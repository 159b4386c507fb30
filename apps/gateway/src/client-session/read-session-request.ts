import { ok, type ProductFilter, type ProductFilters, type Result } from '@silkgate/domain'
import { z } from 'zod'
import { integer, object, readBy } from '../http/schema.ts'

/** At most so many names in a list. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: 'A list is expected.' }).max(100, { error: 'The list has more than 100 entries.' }).nullish()

const name = z
  .string({ error: 'A text is expected.' })
  .max(100, { error: 'The text is longer than 100 characters.' })
  .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
    error: 'The text holds a character that no text can hold.',
  })

const filter = object({ products: list(integer), groups: list(name) })

/** The part of Connect's SessionRequest that we know; every other property is accepted and left alone. */
export const sessionBody = z.looseObject(
  { tokens: list(name), paymentProductFilters: object({ restrictTo: filter, exclude: filter }) },
  { error: 'A JSON object is expected.' },
)

export type SessionRequest = { readonly tokens: readonly string[]; readonly filters: ProductFilters }

const readFilter = (given: z.output<typeof filter>): ProductFilter | undefined =>
  given ? { products: (given.products ?? []).map(String), groups: given.groups ?? [] } : undefined

/** Reads the body of a session request; none is a session without filters. */
export const readSessionRequest = (body: unknown): Result<SessionRequest> => {
  const isEmpty = body === undefined || (Array.isArray(body) && body.length === 0)
  const read = readBy(sessionBody, isEmpty ? {} : body)
  if (!read.ok) return read
  const { tokens, paymentProductFilters } = read.value
  const restrictTo = readFilter(paymentProductFilters?.restrictTo)
  const exclude = readFilter(paymentProductFilters?.exclude)
  const filters = { ...(restrictTo && { restrictTo }), ...(exclude && { exclude }) }
  return ok({ tokens: tokens ?? [], filters })
}
