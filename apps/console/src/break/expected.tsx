import { Link } from '@tanstack/react-router'
import { CircleDashed, ClockAlert } from 'lucide-react'
import { dayText } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, StateBadge } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Expected as ExpectedRow, expectedList } from './api.ts'
import { BreakTabs } from './tabs.tsx'

const Badge = ({ day, overdueDays, breakId }: ExpectedRow) => {
  const words = texts.workbench
  if (overdueDays > 0 || breakId !== null)
    return <StateBadge look={{ icon: ClockAlert, role: 'bad' }} word={words.overdueDays(overdueDays)} />
  const word = day === null ? words.expectedSoon : words.expectedOn(dayText(day))
  return <StateBadge look={{ icon: CircleDashed, role: 'neutral' }} word={word} />
}

const columns: readonly Column<ExpectedRow>[] = [
  {
    head: () => texts.workbench.what,
    cell: ({ what, id }) =>
      what === 'remittance' ? (
        <Link to="/remittance/$remittanceId" params={{ remittanceId: id }}>
          {id}
        </Link>
      ) : (
        <Link to="/settlement/batches/$batchId" params={{ batchId: id }}>
          {id}
        </Link>
      ),
  },
  { head: () => texts.status, cell: (row) => <Badge {...row} /> },
  { head: () => texts.amount, cell: (row) => <Figure amount={row} />, isFigure: true },
  { head: () => texts.workbench.from, cell: ({ what }) => texts.workbench.expectedWords[what] },
  {
    head: () => texts.workbench.aBreak,
    cell: ({ breakId }) =>
      breakId === null ? (
        '–'
      ) : (
        <Link to="/reconciliation/$breakId" params={{ breakId }}>
          {texts.workbench.toTheBreak}
        </Link>
      ),
    isExtra: true,
  },
]

/** Money that is under way: no break while it is in time; what is overdue comes first. */
export const Expected = () => (
  <>
    <Heading title={texts.workbench.expected}>{texts.reconciliation}</Heading>
    <BreakTabs />
    <p className="lead">{texts.workbench.expectedSays}</p>
    <Pages
      name={texts.workbench.expected}
      of={expectedList}
      columns={columns}
      keyOf={({ what, id }) => `${what} ${id}`}
      whenEmpty={texts.workbench.nothingExpected}
    />
  </>
)
