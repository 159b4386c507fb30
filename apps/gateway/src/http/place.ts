/** A place in an order of time, then id: behind one thing, or behind an instant. `at` has microseconds, in UTC. */
export type Place = { readonly at: string; readonly id?: string | undefined }

/** A place as its reader gives it back, as text that says nothing to it. */
export const writeCursor = ({ at, id = '' }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([\w-]{0,40})$/

export const parseCursor = (text: string): Place | undefined => {
  const [, at, id = ''] = written.exec(Buffer.from(text, 'base64url').toString()) ?? []
  return at === undefined || Number.isNaN(Date.parse(at)) ? undefined : { at, id: id === '' ? undefined : id }
}

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
