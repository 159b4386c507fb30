import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useSyncExternalStore } from 'react'
import type { Search } from './pages.tsx'
import { texts } from './texts.ts'

/** A view's filter as its address has it, and how to change parts of it; an empty part is left out. */
export const useFilter = (): { readonly search: Search; readonly change: (part: Search) => void } => {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = (part: Search) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value))
    void navigate({ to: '.', search: next as never, replace: true })
  }
  return { search, change }
}

const narrow = matchMedia('(max-width: 45rem)')
const onNarrow = (heard: () => void) => {
  narrow.addEventListener('change', heard)
  return () => narrow.removeEventListener('change', heard)
}

/** The fields of a filter in a row, and a button that empties them; where the window is narrow, folded under how many are used. */
export const Filters = ({ children }: { children: ReactNode }) => {
  const { search } = useFilter()
  const navigate = useNavigate()
  // The merchant that is looked at is chosen above, and stays.
  const { merchant: _merchant, ...own } = search
  const used = Object.values(own).filter(Boolean).length
  const isNarrow = useSyncExternalStore(onNarrow, () => narrow.matches)
  const fields = (
    <div className="row" data-filters={isNarrow ? undefined : ''}>
      {children}
      {used > 0 && (
        <button type="button" onClick={() => void navigate({ to: '.', search: {} as never, replace: true })}>
          {texts.clearFilters}
        </button>
      )}
    </div>
  )
  if (!isNarrow) return fields
  return (
    <details className="rare" data-filters>
      <summary>{texts.filters(used)}</summary>
      {fields}
    </details>
  )
}

type Named = { readonly part: string; readonly name: string }

/** One of some words, or any. */
export const ChoiceFilter = ({
  part,
  name,
  any,
  words,
}: Named & { any: string; words: Readonly<Record<string, string>> }) => {
  const { search, change } = useFilter()
  return (
    <label>
      {name}
      <select value={search[part] ?? ''} onChange={({ target }) => change({ [part]: target.value })}>
        <option value="">{any}</option>
        {Object.entries(words).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A day; of an instant that an address has in its place, the day is shown. */
export const DayFilter = ({ part, name }: Named) => {
  const { search, change } = useFilter()
  return (
    <label>
      {name}
      <input
        type="date"
        value={search[part]?.slice(0, 10) ?? ''}
        onChange={({ target }) => change({ [part]: target.value })}
      />
    </label>
  )
}

/** A text, taken when its field is left or Enter is pressed. */
export const TextFilter = ({ part, name }: Named) => {
  const { search, change } = useFilter()
  const take = ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
    change({ [part]: currentTarget.value.trim() })
  return (
    <label>
      {name}
      <input
        key={search[part] ?? ''}
        defaultValue={search[part] ?? ''}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take(event)}
      />
    </label>
  )
}
