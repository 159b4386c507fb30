import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { amountText, dayText } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { entriesOf, oneStatement, type StatementEntry } from './api.ts'

/** What an entry was found to be, with a way to it. */
const Found = ({ entry: { purpose, batches, remittances, breakId } }: { entry: StatementEntry }) => {
  const words = texts.settlement
  return (
    <>
      {purpose === null ? <strong>{words.nobodyKnows}</strong> : (words.purposes[purpose] ?? purpose)}{' '}
      {batches.map((batchId) => (
        <Link key={batchId} to="/settlement/batches/$batchId" params={{ batchId }}>
          {batchId}{' '}
        </Link>
      ))}
      {remittances.slice(0, 3).map((remittanceId) => (
        <Link key={remittanceId} to="/remittance/$remittanceId" params={{ remittanceId }}>
          {remittanceId}{' '}
        </Link>
      ))}
      {remittances.length > 3 && words.andMore(remittances.length - 3)}
      {breakId !== null && (
        <Link to="/reconciliation/$breakId" params={{ breakId }}>
          {texts.breakKinds.unknown_entry}
        </Link>
      )}
    </>
  )
}

const columns: readonly Column<StatementEntry>[] = [
  {
    head: () => texts.settlement.entry,
    cell: ({ position, counterparty, remittance, reference }) => (
      <>
        {position}. {counterparty || '–'}
        <div className="muted breaks-anywhere">{[...new Set([remittance, reference])].filter(Boolean).join(' · ')}</div>
      </>
    ),
  },
  { head: () => texts.amount, cell: (entry) => <Figure amount={entry} />, isFigure: true },
  { head: () => texts.settlement.foundToBe, cell: (entry) => <Found entry={entry} />, isLong: true },
  { head: () => texts.settlement.valueDay, cell: ({ valueDay }) => dayText(valueDay), isExtra: true },
]

/** One statement: its balances, and its entries with what each was found to be. */
export const Statement = () => {
  const { statementId } = useParams({ from: '/in/settlement/statements/$statementId' })
  const { entry } = useSearch({ from: '/in/settlement/statements/$statementId' })
  const asked = useQuery(oneStatement(statementId))
  const words = texts.settlement
  const title =
    asked.data === undefined ? words.statement : words.statementCalled(asked.data.number, dayText(asked.data.day))
  return (
    <>
      <Heading title={title}>{title}</Heading>
      <Answered of={asked} absent="INVALID_STATEMENT_ID">
        {({ account, accountName, currency, openingMinor, closingMinor, entries, unexplained, fileId, file }) => (
          <>
            <p className="lead">
              {words.balances(
                [accountName, account].filter(Boolean).join(', '),
                amountText({ currency, minor: openingMinor }),
                amountText({ currency, minor: closingMinor }),
              )}{' '}
              {words.entriesSay(entries, unexplained)}
            </p>
            <p>
              <Link to="/settlement/files/$fileId" params={{ fileId }} className="breaks-anywhere">
                {file}
              </Link>
            </p>
            <Pages
              name={words.entries}
              of={entriesOf(statementId)}
              columns={columns}
              keyOf={({ entryId }) => entryId}
              whenEmpty={words.noEntriesOfStatement}
              wanted={entry}
            />
          </>
        )}
      </Answered>
    </>
  )
}
