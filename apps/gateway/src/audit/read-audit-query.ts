import { type MerchantId, ok, type Result } from '@silkgate/domain'
import { z } from 'zod'
import { listParts, readListQuery, textOf } from '../http/list-query.ts'
import type { EntryFilter } from './entry-list.store.ts'

const query = z.looseObject({
  ...{ from: listParts.from, until: listParts.until, limit: listParts.limit },
  by: textOf(254)
    .transform((text) => text.toLowerCase())
    .optional(),
  operation: textOf(100).optional(),
  about: textOf(200).optional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/, { error: 'Use `next` of the page before.' })
    .transform(BigInt)
    .optional(),
})

/** Reads the filter of the trail; `scope` is the merchant whose people alone the caller may see, if it is one. */
export const readAuditQuery = (parameters: URLSearchParams, scope: MerchantId | undefined): Result<EntryFilter> => {
  const read = readListQuery(query, parameters)
  if (!read.ok) return read
  const { by, operation, about, from, until, after, limit } = read.value
  return ok({ organisation: scope, by, operation, about, from, until, after, limit })
}
