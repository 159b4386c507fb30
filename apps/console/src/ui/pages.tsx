import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Answered } from './answered.tsx'
import { ask } from './api.ts'
import { type Column, Table } from './table.tsx'
import { texts } from './texts.ts'

export type Search = Readonly<Record<string, string | undefined>>

/** What a filter says, as the query of a URL; parts without a value are left out. */
export const queryOf = (search: Search): string =>
  new URLSearchParams(Object.entries(search).flatMap(([name, value]) => (value ? [[name, value]] : []))).toString()

type Page<Row> = { readonly rows: readonly Row[]; readonly next?: string }

/** A list of the operator API page by page: each answers `rows`, and in `next` what to ask for as `after`. */
export const pagesOf = <Row,>(path: string, search: Search = {}) =>
  infiniteQueryOptions({
    queryKey: [path, search],
    queryFn: ({ pageParam }) => ask<Page<Row>>(`${path}?${queryOf({ ...search, after: pageParam })}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })

type Needs<Row> = {
  readonly name: string
  readonly of: ReturnType<typeof pagesOf<Row>>
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly whenEmpty: ReactNode
  /** The row that its reader was led to: asked for page by page, brought into view and marked. */
  readonly wanted?: string | undefined
}

/** A list as a table that goes on as far as its reader wants. */
export const Pages = <Row,>({ name, of, columns, keyOf, whenEmpty, wanted }: Needs<Row>) => {
  const pages = useInfiniteQuery(of)
  const { data: got, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages
  const isHere = got?.pages.some((page) => page.rows.some((row) => keyOf(row) === wanted))
  const goesOn = wanted !== undefined && isHere === false && hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])
  return (
    <Answered of={pages}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.rows)
        if (rows.length === 0) return <div className="lead">{whenEmpty}</div>
        return (
          <>
            <Table name={name} columns={columns} rows={rows} keyOf={keyOf} wanted={wanted} />
            {pages.hasNextPage && (
              <p>
                <button
                  type="button"
                  aria-disabled={pages.isFetchingNextPage}
                  onClick={() => void (pages.isFetchingNextPage || pages.fetchNextPage())}
                >
                  {texts.loadMore}
                </button>
              </p>
            )}
          </>
        )
      }}
    </Answered>
  )
}
