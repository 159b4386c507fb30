import { type Currency, isCurrency, isMerchantId, ok, type Result, refuse } from '@silkgate/domain'
import { z } from 'zod'
import { isUuid } from '../uuid-of.ts'
import { cursorRemedy, type PageQuery, type Place, parseCursor } from './place.ts'
import {
  instantRemedy,
  limitRemedy,
  parseInstant,
  parseLimit,
  parseText,
  parseWords,
  queryReader,
} from './read-query.ts'
import { readBy } from './schema.ts'

/** Behind which row a list goes on. */
export type Behind = Place & { readonly id: string }

const atOnceUnsaid = 50

/** A part of a query by its own rule; `parse` answers undefined for what is not allowed, and `remedy` says what is. */
const partBy = <T>(parse: (text: string) => T | undefined, remedy: string) =>
  z.string().transform((text, context): T => {
    const value = parse(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: remedy })
    return z.NEVER
  })

/** Where a list goes on that is ordered by something and by ids. */
export const behindBy = (parse: (text: string) => Place | undefined) =>
  partBy((text) => {
    const place = parse(text)
    return place?.id === undefined ? undefined : (place as Behind)
  }, cursorRemedy).optional()

/** Some of these words, separated by commas; none means any. */
export const wordsOf = <Word extends string>(known: readonly Word[]) =>
  partBy(parseWords(known), `There are ${known.join(', ')}.`).default([])

/** A text that a database can keep. */
export const textOf = (longest: number) => partBy(parseText(longest), `At most ${longest} characters, please.`)

/** What every list of the operator API can be asked for. */
export const listParts = {
  merchant: z
    .string()
    .regex(/^\d{1,10}$/, { error: 'The number of a merchant is expected.' })
    .optional(),
  from: partBy(parseInstant, instantRemedy).optional(),
  until: partBy(parseInstant, instantRemedy).optional(),
  q: textOf(256)
    .transform((text) => text.trim())
    .optional(),
  after: behindBy(parseCursor),
  limit: partBy(parseLimit, limitRemedy).default(atOnceUnsaid),
}

/** Reads the query of a list; empty parts are none, and of a part that comes twice the first counts. */
export const readListQuery = <Schema extends z.ZodType>(
  schema: Schema,
  parameters: URLSearchParams,
): Result<z.output<Schema>> => {
  const read = readBy(schema, Object.fromEntries([...parameters].filter(([, value]) => value !== '').reverse()))
  return read.ok ? ok(read.value) : refuse(...read.refusals)
}

export const currencyOf = (text: string): Currency | undefined => (isCurrency(text) ? text : undefined)
export const currencyRemedy = 'A currency of ISO 4217, please, as EUR.'
export const parseMerchant = (text: string): string | undefined => (isMerchantId(text) ? text : undefined)
export const merchantRemedy = 'The number of a merchant, please.'
export const uuidOf = (text: string): string | undefined => (isUuid(text) ? text : undefined)

/**
 * Reads the query of a list part by part and refuses what it has no name for: its own parameters, `after` and `limit`. A list
 * goes by time where nothing else is said.
 */
export const listQuery = (
  query: URLSearchParams,
  names: readonly string[] = [],
  parsePlace: (text: string) => Place | undefined = parseCursor,
) => {
  const reader = queryReader(query, [...names, 'after', 'limit'])
  const page: PageQuery = {
    after: reader.read('after', parsePlace, cursorRemedy),
    limit: reader.read('limit', parseLimit, limitRemedy) ?? atOnceUnsaid,
  }
  return { ...reader, page }
}
