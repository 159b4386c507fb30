import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { ChoiceFilter, Filters } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Dispute, disputeList } from './api.ts'
import { DisputeBadge } from './dispute-badge.tsx'

const columns: readonly Column<Dispute>[] = [
  {
    head: () => texts.disputes.what,
    cell: ({ disputeId, kind }) => (
      <Link to="/disputes/$disputeId" params={{ disputeId }} preload="intent">
        {texts.disputes.kinds[kind]}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (dispute) => <DisputeBadge of={dispute} /> },
  { head: () => texts.amount, cell: ({ amount }) => <Figure amount={amount} />, isFigure: true },
  { head: () => texts.disputes.answerByIn(zoneName()), cell: ({ answerBy }) => <Time at={answerBy} />, isExtra: true },
  { head: () => texts.disputes.reason, cell: ({ reason }) => reason ?? '–', isExtra: true },
  { head: () => texts.disputes.files, cell: ({ files }) => files.length, isFigure: true, isExtra: true },
]

const merchant: Column<Dispute> = { head: () => texts.merchant, cell: ({ merchantId }) => merchantId, isExtra: true }

/** Which disputes must be answered, and until when. */
export const DisputeList = () => {
  const search = useSearch({ from: '/in/disputes' })
  const { data: who } = useQuery(me)
  return (
    <>
      <Heading title={texts.disputes.name}>{texts.disputes.name}</Heading>
      <Filters>
        <ChoiceFilter part="stand" name={texts.status} any={texts.disputes.open} words={texts.disputes.lists} />
      </Filters>
      <Pages
        name={texts.disputes.name}
        of={disputeList(search)}
        columns={who?.merchantId === undefined ? [...columns, merchant] : columns}
        keyOf={({ disputeId }) => disputeId}
        whenEmpty={search.stand === undefined ? texts.disputes.none : texts.disputes.noMatch}
      />
    </>
  )
}
