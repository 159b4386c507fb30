import type { BreakKind } from '@silkgate/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { me } from '../session/me.ts'
import { ChoiceFilter, Filters } from '../ui/filters.tsx'
import { timeText, zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import { type Column, chosenBy } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Break, breakList, stand, takeNext } from './api.ts'
import { BreakBadge } from './break-badge.tsx'
import { Bulk } from './bulk.tsx'
import { BreakTabs } from './tabs.tsx'

const what: Column<Break> = {
  head: () => texts.breakKind,
  cell: ({ breakId, kind }) => (
    <Link to="/reconciliation/$breakId" params={{ breakId }} preload="intent">
      {texts.breakKinds[kind]}
    </Link>
  ),
}

const columns: readonly Column<Break>[] = [
  { head: () => texts.status, cell: (found) => <BreakBadge found={found} /> },
  {
    head: () => texts.difference,
    cell: (found) => (found.currency === '' || found.minor === '0' ? '–' : <Figure amount={found} />),
    isFigure: true,
  },
  { head: () => texts.openedIn(zoneName()), cell: ({ openedAt }) => <Time at={openedAt} /> },
  {
    head: () => texts.workbench.age,
    cell: ({ ageDays }) => texts.workbench.days(ageDays),
    isFigure: true,
    isExtra: true,
  },
  {
    head: () => texts.about,
    cell: ({ about }) => <span className="mono breaks-anywhere">{about}</span>,
    isLong: true,
  },
  { head: () => texts.owner, cell: ({ owner }) => owner ?? '–', isExtra: true },
]

const currencies = ['EUR', 'HKD', 'USD', 'GBP', 'JPY', 'KWD', 'SGD', 'CHF', 'KRW', 'CNY']

/** The oldest and largest that nobody has is given to whoever asks, and shown. */
const TakeNext = () => {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const take = useMutation({
    mutationFn: takeNext,
    onSuccess: async ({ breakId }) => {
      await queries.invalidateQueries({ queryKey: ['/breaks'] })
      if (breakId !== undefined) await navigate({ to: '/reconciliation/$breakId', params: { breakId } })
    },
  })
  return (
    <p className="row">
      <button
        type="button"
        className="primary"
        aria-disabled={take.isPending}
        onClick={() => take.isPending || take.mutate()}
      >
        {texts.workbench.takeNext}
      </button>
      {take.data !== undefined && take.data.breakId === undefined && (
        <span role="status">{texts.workbench.nothingToTake}</span>
      )}
      {take.error !== null && <span role="alert">{take.error.message}</span>}
    </p>
  )
}

/** What does not agree, why, and who has it. */
export const BreakList = () => {
  const search = useSearch({ from: '/in/reconciliation' })
  const { data: who } = useQuery(me)
  const { data: now } = useQuery(stand)
  const [chosen, choose] = useState<ReadonlyMap<string, Break>>(new Map())
  const words = texts.workbench
  const maySolve = who?.may.includes('breaks.resolve') === true
  const kind = search.ended === undefined ? (search.kind as BreakKind | undefined) : undefined
  const shown = [...chosen.values()].filter((one) => one.kind === kind)
  const flip = (found: Break) => {
    const next = new Map(chosen)
    if (!next.delete(found.breakId)) next.set(found.breakId, found)
    choose(next)
  }
  const choice = (found: Break) => (
    <input
      type="checkbox"
      aria-label={words.selectOne(found.about)}
      checked={chosen.has(found.breakId)}
      onChange={() => flip(found)}
    />
  )
  const people = Object.fromEntries((now?.people ?? []).map((email) => [email, email]))
  const open = (now?.counts ?? []).reduce((sum, { breaks }) => sum + breaks, 0)
  const unowned = (now?.counts ?? []).reduce((sum, count) => sum + count.unowned, 0)
  return (
    <>
      <Heading title={texts.reconciliation}>{texts.reconciliation}</Heading>
      <BreakTabs />
      {now !== undefined && (
        <p className="lead" role="status">
          {open === 0 ? '' : words.openSay(open, unowned)}{' '}
          {now.comparedAt !== undefined && words.compared(timeText(now.comparedAt))}
        </p>
      )}
      {maySolve && open > 0 && <TakeNext />}
      <Filters>
        <ChoiceFilter part="ended" name={texts.status} any={texts.openOnes} words={{ true: texts.endedOnes }} />
        <ChoiceFilter part="kind" name={texts.breakKind} any={texts.anyKind} words={texts.breakKinds} />
        <ChoiceFilter part="owner" name={texts.owner} any={words.anybody} words={{ none: words.nobody, ...people }} />
        <ChoiceFilter
          part="age"
          name={words.age}
          any={words.anyAge}
          words={Object.fromEntries(['1', '3', '7', '30'].map((days) => [days, words.older(Number(days))]))}
        />
        <ChoiceFilter
          part="currency"
          name={texts.currency}
          any={texts.anyCurrency}
          words={Object.fromEntries(currencies.map((currency) => [currency, currency]))}
        />
      </Filters>
      {maySolve && kind === undefined && search.ended === undefined && open > 1 && (
        <p className="muted">{words.bulkHint}</p>
      )}
      {maySolve && kind !== undefined && <Bulk key={kind} kind={kind} chosen={shown} clear={() => choose(new Map())} />}
      <Pages
        name={texts.reconciliation}
        of={breakList(search)}
        columns={[maySolve && kind !== undefined ? chosenBy(what, choice) : what, ...columns]}
        keyOf={({ breakId }) => breakId}
        whenEmpty={
          Object.keys(search).length === 0
            ? texts.everythingAgrees
            : search.ended === undefined
              ? words.noneMatch
              : texts.noMatchBreaks
        }
      />
    </>
  )
}
