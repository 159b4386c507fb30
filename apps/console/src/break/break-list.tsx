import { Link, useSearch } from '@tanstack/react-router'
import { ChoiceFilter, Filters } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Break, breakList } from './api.ts'
import { BreakBadge } from './break-badge.tsx'

const columns: readonly Column<Break>[] = [
  {
    head: () => texts.breakKind,
    cell: ({ breakId, kind }) => (
      <Link to="/reconciliation/$breakId" params={{ breakId }} preload="intent">
        {texts.breakKinds[kind]}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (found) => <BreakBadge found={found} /> },
  { head: () => texts.difference, cell: (found) => <Figure amount={found} />, isFigure: true },
  { head: () => texts.openedIn(zoneName()), cell: ({ openedAt }) => <Time at={openedAt} /> },
  { head: () => texts.about, cell: ({ about }) => <span className="mono">{about}</span>, isExtra: true },
  { head: () => texts.owner, cell: ({ owner }) => owner ?? '–', isExtra: true },
]

/** What does not agree, why, and who has it. */
export const BreakList = () => {
  const search = useSearch({ from: '/in/reconciliation' })
  return (
    <>
      <Heading title={texts.reconciliation}>{texts.reconciliation}</Heading>
      <Filters>
        <ChoiceFilter part="ended" name={texts.status} any={texts.openOnes} words={{ true: texts.endedOnes }} />
        <ChoiceFilter part="kind" name={texts.breakKind} any={texts.anyKind} words={texts.breakKinds} />
      </Filters>
      <Pages
        name={texts.reconciliation}
        of={breakList(search)}
        columns={columns}
        keyOf={({ breakId }) => breakId}
        whenEmpty={Object.keys(search).length === 0 ? texts.everythingAgrees : texts.noMatchBreaks}
      />
    </>
  )
}
