import { type MerchantId, ok, type Result, refuse } from '@silkgate/domain'
import { z } from 'zod'
import { readBy } from '../http/schema.ts'
import type { EntryFilter } from './entry-list.store.ts'

const instant = z
  .string()
  .refine((text) => z.iso.datetime({ offset: true }).safeParse(text).success, {
    error: 'An instant as 2026-11-26T08:00:00Z is expected.',
  })
  .transform((text) => new Date(text))

const query = z.looseObject({
  by: z.string().max(254).toLowerCase().optional(),
  operation: z.string().max(100).optional(),
  about: z.string().max(200).optional(),
  from: instant.optional(),
  until: instant.optional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/, { error: 'Use `next` of the page before.' })
    .transform(BigInt)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100, { error: 'At most 100, please.' }).default(50),
})

/** Reads the filter of the trail; `scope` is the merchant whose people alone the caller may see, if it is one. */
export const readAuditQuery = (parameters: URLSearchParams, scope: MerchantId | undefined): Result<EntryFilter> => {
  const read = readBy(query, Object.fromEntries([...parameters].filter(([, value]) => value !== '').reverse()))
  if (!read.ok) return refuse(...read.refusals)
  const { by, operation, about, from, until, after, limit } = read.value
  return ok({ organisation: scope, by, operation, about, from, until, after, limit })
}
