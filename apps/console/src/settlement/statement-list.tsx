import { Link, useSearch } from '@tanstack/react-router'
import { Filters, TextFilter } from '../ui/filters.tsx'
import { dayText } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type ListedStatement, statementList } from './api.ts'
import { SettlementTabs } from './tabs.tsx'

const columns: readonly Column<ListedStatement>[] = [
  {
    head: () => texts.settlement.statement,
    cell: ({ statementId, number, day }) => (
      <Link to="/settlement/statements/$statementId" params={{ statementId }} preload="intent">
        {texts.settlement.statementNumber(number, dayText(day))}
      </Link>
    ),
  },
  {
    head: () => texts.settlement.account,
    cell: ({ account, accountName }) => (
      <>
        {accountName} <span className="mono">{account}</span>
      </>
    ),
  },
  {
    head: () => texts.settlement.closing,
    cell: ({ currency, closingMinor }) => <Figure amount={{ currency, minor: closingMinor }} />,
    isFigure: true,
  },
  {
    head: () => texts.settlement.opening,
    cell: ({ currency, openingMinor }) => <Figure amount={{ currency, minor: openingMinor }} />,
    isFigure: true,
    isExtra: true,
  },
  { head: () => texts.settlement.entryCount, cell: ({ entries }) => entries, isFigure: true, isExtra: true },
  { head: () => texts.settlement.unexplained, cell: ({ unexplained }) => unexplained, isFigure: true, isExtra: true },
]

/** Statements of the bank, the latest first. */
export const StatementList = () => {
  const search = useSearch({ from: '/in/settlement/statements' })
  const words = texts.settlement
  return (
    <>
      <Heading title={words.statements}>{words.title}</Heading>
      <SettlementTabs />
      <Filters>
        <TextFilter part="account" name={words.account} />
      </Filters>
      <Pages
        name={words.statements}
        of={statementList(search)}
        columns={columns}
        keyOf={({ statementId }) => statementId}
        whenEmpty={Object.keys(search).length === 0 ? words.noStatements : words.noStatementMatches}
      />
    </>
  )
}
