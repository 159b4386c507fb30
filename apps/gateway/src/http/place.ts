import { isUuid } from '../uuid-of.ts'

/** A place in the order of a list: behind one thing, or behind all of one instant, day or number. Both as they are written. */
export type Place = { readonly at: string; readonly id?: string | undefined }

/** A place as its reader gives it back, as text that says nothing to it. */
export const writeCursor = ({ at, id = '' }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

const isDay = (text: string): boolean => {
  const at = new Date(/^(?!0000)\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00Z` : Number.NaN)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** What the parts of a place may be: a list that is asked for in any other way is refused before the database is. */
const forms = {
  /** An instant with microseconds, in UTC. */
  stamp: (text) => isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/.test(text.slice(10)),
  day: isDay,
  number: (text) => /^\d{1,9}$/.test(text),
  merchant: (text) => /^\d{1,10}$/.test(text),
  uuid: isUuid,
  id: (text) => /^[\w-]{1,40}$/.test(text),
  name: () => true,
} as const satisfies Record<string, (text: string) => boolean>

/** Reads a place in a list that is ordered by something of one form, then by an id of another. */
export const placeBy =
  (at: keyof typeof forms, id: keyof typeof forms = 'name') =>
  (text: string): Place | undefined => {
    const found = /^(\S{1,60}) ([^\0]{0,200})$/.exec(Buffer.from(text, 'base64url').toString())
    const [, first = '', second = ''] = found ?? []
    if (!forms[at](first) || (second !== '' && !forms[id](second))) return undefined
    return { at: first, id: second === '' ? undefined : second }
  }

/** Reads a place in a list that is ordered by time, then by ids. */
export const parseCursor = placeBy('stamp', 'id')

/** An instant as places have it. */
export const stampAt = (at: Date): string => at.toISOString().replace('Z', '000Z')

export const cursorRemedy = 'The `next` of the page before, please.'

export const orders = ['oldest', 'newest'] as const

/** Which come first. */
export type Order = (typeof orders)[number]

/** Where a page of a list begins, and how long it is at most. */
export type PageQuery = { readonly after: Place | undefined; readonly limit: number }

/** Rows of one list, and where it goes on. */
export type Page<Row, At = Place> = { readonly rows: readonly Row[]; readonly next: At | undefined }

/** The first of one more row than were asked for, and where to go on if there is one more. */
export const pageOf = <Row, At>(found: readonly Row[], limit: number, placeOf: (row: Row) => At): Page<Row, At> => {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last !== undefined ? placeOf(last) : undefined }
}

/** A page as the console takes it: `rows`, and in `next` what to ask for as `after`. */
export const writtenPage = <Row>({ rows, next }: Page<Row>) => ({
  rows,
  ...(next === undefined ? {} : { next: writeCursor(next) }),
})
