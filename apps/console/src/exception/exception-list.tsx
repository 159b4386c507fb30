import { Link, useSearch } from '@tanstack/react-router'
import { ChoiceFilter, Filters } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Exception, exceptionList } from './api.ts'
import { ExceptionBadge } from './exception-badge.tsx'

const columns: readonly Column<Exception>[] = [
  {
    head: () => texts.exceptions.what,
    cell: ({ exceptionId, kind }) => (
      <Link to="/exceptions/$exceptionId" params={{ exceptionId }} preload="intent">
        {texts.exceptions.kinds[kind]}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (found) => <ExceptionBadge of={found} /> },
  { head: () => texts.exceptions.deadlineIn(zoneName()), cell: ({ deadlineAt }) => <Time at={deadlineAt} /> },
  { head: () => texts.about, cell: ({ subject }) => <span className="mono">{subject}</span>, isExtra: true },
  { head: () => texts.merchant, cell: ({ merchantId }) => (merchantId === '0' ? '–' : merchantId), isExtra: true },
  { head: () => texts.owner, cell: ({ owner }) => owner ?? '–', isExtra: true },
]

/** What a person must look at, the most urgent first. */
export const ExceptionList = () => {
  const search = useSearch({ from: '/in/exceptions' })
  return (
    <>
      <Heading title={texts.exceptions.name}>{texts.exceptions.name}</Heading>
      <Filters>
        <ChoiceFilter part="ended" name={texts.status} any={texts.openOnes} words={{ true: texts.endedOnes }} />
        <ChoiceFilter part="kind" name={texts.exceptions.what} any={texts.anyKind} words={texts.exceptions.kinds} />
      </Filters>
      <Pages
        name={texts.exceptions.name}
        of={exceptionList(search)}
        columns={columns}
        keyOf={({ exceptionId }) => exceptionId}
        whenEmpty={Object.keys(search).length === 0 ? texts.exceptions.none : texts.exceptions.noMatch}
      />
    </>
  )
}
