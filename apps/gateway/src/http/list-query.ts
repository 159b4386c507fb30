import { ok, type Result, refuse } from '@silkgate/domain'
import { z } from 'zod'
import { cursorRemedy, parseCursor, writeCursor } from './place.ts'
import { readBy } from './schema.ts'

/** Behind which row a list goes on: when that one was made, and its id. */
export type Behind = { readonly at: Date; readonly id: string }

const instant = z
  .string()
  .refine((text) => z.iso.datetime({ offset: true }).safeParse(text).success, {
    error: 'An instant as 2026-11-26T08:00:00Z is expected.',
  })
  .transform((text) => new Date(text))

const behind = z.string().transform((text, context): Behind => {
  const place = parseCursor(text)
  if (place?.id !== undefined) return { at: new Date(place.at), id: place.id }
  context.addIssue({ code: 'custom', message: cursorRemedy })
  return z.NEVER
})

/** Some of these words, separated by commas; none means any. */
export const wordsOf = <Word extends string>(known: readonly Word[]) =>
  z
    .string()
    .transform((text, context): readonly Word[] => {
      const words = text.split(',')
      const unknown = words.find((word) => !(known as readonly string[]).includes(word))
      if (unknown === undefined) return words as Word[]
      context.addIssue({ code: 'custom', message: `There is no ${unknown}. There are ${known.join(', ')}.` })
      return z.NEVER
    })
    .default([])

const mostAtOnce = 100

/** What every list of the operator API can be asked for. */
export const listParts = {
  merchant: z
    .string()
    .regex(/^\d{1,10}$/, { error: 'The number of a merchant is expected.' })
    .optional(),
  from: instant.optional(),
  until: instant.optional(),
  q: z.string().trim().max(256).optional(),
  after: behind.optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostAtOnce, { error: `At most ${mostAtOnce}, please.` })
    .default(50),
}

/** Reads the query of a list; empty parts are none, and of a part that comes twice the first counts. */
export const readListQuery = <Schema extends z.ZodType>(
  schema: Schema,
  parameters: URLSearchParams,
): Result<z.output<Schema>> => {
  const read = readBy(schema, Object.fromEntries([...parameters].filter(([, value]) => value !== '').reverse()))
  return read.ok ? ok(read.value) : refuse(...read.refusals)
}

/** A page of rows of which one more than `limit` was read, with where to go on where there are more. */
export const pageOf = <Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => Behind) => {
  const last = rows[limit - 1]
  if (rows.length <= limit || last === undefined) return { rows }
  const { at, id } = placeOf(last)
  return { rows: rows.slice(0, limit), next: writeCursor({ at: at.toISOString().replace('Z', '000Z'), id }) }
}
