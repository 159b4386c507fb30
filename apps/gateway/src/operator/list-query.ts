import { type Currency, isCurrency } from '@silkgate/domain'
import type { HttpAnswer } from '../http/errors.ts'
import { cursorRemedy, type Page, type PageQuery, type Place, parseCursor } from '../http/place.ts'
import { limitRemedy, parseLimit, queryReader } from '../http/read-query.ts'
import { isUuid } from '../uuid-of.ts'
import { json } from './operator-route.ts'

/** A place as its reader gives it back, whatever its list is ordered by. */
export const writePlace = ({ at, id = '' }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

/** Reads a place in a list that is ordered by something of this form, then by an id. */
export const placeIn =
  (form: RegExp) =>
  (text: string): Place | undefined => {
    const [, at = '', id = ''] = /^(\S{1,60}) ([^\0]{0,200})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
    return form.test(at) ? { at, id } : undefined
  }

export const currencyOf = (text: string): Currency | undefined => (isCurrency(text) ? text : undefined)
export const currencyRemedy = 'A currency of ISO 4217, please, as EUR.'
export const uuidOf = (text: string): string | undefined => (isUuid(text) ? text : undefined)

/** Reads the query of a list: its own parameters by name, `after` and `limit`; a list goes by time where nothing else is said. */
export const listQuery = (
  query: URLSearchParams,
  names: readonly string[] = [],
  parsePlace: (text: string) => Place | undefined = parseCursor,
) => {
  const reader = queryReader(query, [...names, 'after', 'limit'])
  const page: PageQuery = {
    after: reader.read('after', parsePlace, cursorRemedy),
    limit: reader.read('limit', parseLimit, limitRemedy) ?? 50,
  }
  return { ...reader, page }
}

/** A page of a list as the console takes it: `rows`, and in `next` what to ask for as `after`. */
export const pageAnswer = ({ rows, next }: Page<unknown>, write: (place: Place) => string): HttpAnswer =>
  json({ rows, ...(next === undefined ? {} : { next: write(next) }) })
