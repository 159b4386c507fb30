import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { ask } from './api.ts'
import { Deed } from './deed.tsx'
import { useFilter } from './filters.tsx'
import { queryOf, type Search } from './pages.tsx'
import { texts } from './texts.ts'

type Kept = { readonly viewId: string; readonly path: string; readonly name: string; readonly search: string }

const views = queryOptions({
  queryKey: ['views'],
  queryFn: async () => (await ask<{ rows: readonly Kept[] }>('/views')).rows,
})

type Needs = {
  readonly path: string
  /** Those that everybody has. */
  readonly shipped: readonly { readonly name: string; readonly search: Search }[]
}

/** The ways in which a list is often wanted: those that everybody has, and one's own, kept with the account. */
export const Views = ({ path, shipped }: Needs) => {
  const { search } = useFilter()
  const queries = useQueryClient()
  const { data: kept = [] } = useQuery(views)
  const remove = useMutation({
    mutationFn: (viewId: string) => ask(`/views/${viewId}`, 'DELETE'),
    onSettled: () => queries.invalidateQueries({ queryKey: views.queryKey }),
  })
  const now = queryOf(search)
  const isNow = (query: string) => (query === now ? ('page' as const) : undefined)
  return (
    <nav className="tabs" aria-label={texts.views.name}>
      {shipped.map(({ name, search: of }) => (
        <Link key={name} to={path} search={of as never} aria-current={isNow(queryOf(of))} activeProps={{}}>
          {name}
        </Link>
      ))}
      {kept
        .filter((view) => view.path === path)
        .map((view) => (
          <span key={view.viewId}>
            <Link
              to={path}
              search={Object.fromEntries(new URLSearchParams(view.search)) as never}
              aria-current={isNow(view.search)}
              activeProps={{}}
            >
              {view.name}
            </Link>
            <button
              type="button"
              className="icon"
              aria-label={texts.views.remove(view.name)}
              onClick={() => remove.mutate(view.viewId)}
            >
              <X size={16} aria-hidden />
            </button>
          </span>
        ))}
      {now !== '' && (
        <Deed
          name={texts.views.keep}
          confirm={texts.views.keepIt}
          run={({ name = '' }) => ask('/views', 'POST', { path, name, search: now })}
        >
          <label>
            {texts.views.called}
            <input name="name" required maxLength={50} />
          </label>
        </Deed>
      )}
    </nav>
  )
}
