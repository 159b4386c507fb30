import { ok, type ProductFilters, type Result } from '@silkgate/domain'
import { z } from 'zod'
import { list, readBy, word } from '../http/schema.ts'
import { filtersBody, readFilters } from '../product/index.ts'

/** The part of Connect's SessionRequest that we know; every other property is accepted and left alone. */
export const sessionBody = z.looseObject(
  { tokens: list(word, 100), paymentProductFilters: filtersBody },
  { error: 'A JSON object is expected.' },
)

export type SessionRequest = { readonly tokens: readonly string[]; readonly filters: ProductFilters }

/** Reads the body of a session request; none is a session without filters. */
export const readSessionRequest = (body: unknown): Result<SessionRequest> => {
  const isEmpty = body === undefined || (Array.isArray(body) && body.length === 0)
  const read = readBy(sessionBody, isEmpty ? {} : body)
  if (!read.ok) return read
  const { tokens, paymentProductFilters } = read.value
  const filters = readFilters(paymentProductFilters)
  return ok({ tokens: tokens ?? [], filters })
}
