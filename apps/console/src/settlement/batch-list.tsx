import { Link, useSearch } from '@tanstack/react-router'
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { ChoiceFilter, Filters } from '../ui/filters.tsx'
import { dayText } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, StateBadge } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { batchList, type ListedBatch } from './api.ts'
import { SettlementTabs } from './tabs.tsx'

/** Whether a batch is paid, and whether something of it does not agree. */
export const BatchBadge = ({ settledAt, openBreaks }: { settledAt: string | null; openBreaks: number }) => {
  const words = texts.settlement
  if (openBreaks > 0) return <StateBadge look={{ icon: TriangleAlert, role: 'bad' }} word={words.doesNotAgree} />
  if (settledAt === null) return <StateBadge look={{ icon: CircleDashed, role: 'neutral' }} word={words.notPaidYet} />
  return <StateBadge look={{ icon: CircleCheck, role: 'good' }} word={words.paid} />
}

const columns: readonly Column<ListedBatch>[] = [
  {
    head: () => texts.settlement.batch,
    cell: ({ batchId }) => (
      <Link to="/settlement/batches/$batchId" params={{ batchId }} preload="intent">
        {batchId}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (batch) => <BatchBadge {...batch} /> },
  {
    head: () => texts.settlement.net,
    cell: ({ currency, netMinor }) => <Figure amount={{ currency, minor: netMinor }} />,
    isFigure: true,
  },
  { head: () => texts.settlement.whatItIs, cell: ({ kind, parts }) => texts.settlement.batchKind(kind, parts) },
  { head: () => texts.settlement.day, cell: ({ day }) => dayText(day), isExtra: true },
  {
    head: () => texts.settlement.agreement,
    cell: ({ agreement }) => <span className="mono">{agreement}</span>,
    isExtra: true,
  },
]

const currencies = ['EUR', 'HKD', 'USD', 'GBP', 'JPY', 'KWD', 'SGD', 'CHF', 'KRW', 'CNY']

/** Settlement batches, and clearing batches that none settles yet. */
export const BatchList = () => {
  const search = useSearch({ from: '/in/settlement/batches' })
  const words = texts.settlement
  return (
    <>
      <Heading title={words.batches}>{words.title}</Heading>
      <SettlementTabs />
      <Filters>
        <ChoiceFilter
          part="currency"
          name={texts.currency}
          any={texts.anyCurrency}
          words={Object.fromEntries(currencies.map((currency) => [currency, currency]))}
        />
        <ChoiceFilter part="open" name={texts.status} any={words.allBatches} words={{ true: words.openBatches }} />
      </Filters>
      <Pages
        name={words.batches}
        of={batchList(search)}
        columns={columns}
        keyOf={({ batchId, kind }) => `${kind} ${batchId}`}
        whenEmpty={Object.keys(search).length === 0 ? words.noBatches : words.noBatchMatches}
      />
    </>
  )
}
