import type { BreakKind } from '@silkgate/domain'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { amountText, dayText, timeText } from '../ui/format.ts'
import { Fact, Figure, Heading } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type BatchDetail, type Clearing, type Entry, oneBatch } from './api.ts'
import { BatchBadge } from './batch-list.tsx'

const isFooted = (one: Clearing): boolean =>
  one.itemsSaid === one.itemsRead &&
  one.itemsSaidMinor === one.itemsReadMinor &&
  one.feesSaidMinor === one.feesReadMinor

const clearingColumns: readonly Column<Clearing>[] = [
  {
    head: () => texts.settlement.clearing,
    cell: ({ batchId }) => (
      <Link to="/settlement/batches/$batchId" params={{ batchId }}>
        {batchId}
      </Link>
    ),
  },
  { head: () => texts.settlement.alipayDay, cell: ({ day }) => dayText(day) },
  { head: () => texts.settlement.rows, cell: ({ itemsRead }) => Number(itemsRead).toLocaleString(), isFigure: true },
  {
    head: () => texts.settlement.gross,
    cell: ({ currency, itemsSaidMinor }) => <Figure amount={{ currency, minor: itemsSaidMinor }} />,
    isFigure: true,
    isExtra: true,
  },
  {
    head: () => texts.settlement.fees,
    cell: ({ currency, feesSaidMinor }) => <Figure amount={{ currency, minor: feesSaidMinor }} />,
    isFigure: true,
    isExtra: true,
  },
  {
    head: () => texts.settlement.net,
    cell: ({ currency, netMinor }) => <Figure amount={{ currency, minor: netMinor }} />,
    isFigure: true,
  },
  {
    head: () => texts.settlement.agrees,
    cell: (one) => (isFooted(one) ? texts.settlement.yes : <strong>≠</strong>),
    isExtra: true,
  },
]

type Line = BatchDetail['lines'][number]

const entryColumns: readonly Column<Entry>[] = [
  {
    head: () => texts.settlement.entry,
    cell: ({ entryId, statementId, statement, position }) => (
      <Link to="/settlement/statements/$statementId" params={{ statementId }} search={{ entry: entryId }}>
        {texts.settlement.entryOf(statement, position)}
      </Link>
    ),
  },
  { head: () => texts.settlement.valueDay, cell: ({ valueDay }) => dayText(valueDay) },
  { head: () => texts.amount, cell: (entry) => <Figure amount={entry} />, isFigure: true },
  { head: () => texts.settlement.foundBy, cell: ({ how }) => texts.settlement.hows[how] ?? how, isExtra: true },
]

/** Where the money of a batch is, in a sentence. */
const saysOf = ({ settlement, entries, clearing }: BatchDetail): string => {
  const words = texts.settlement
  if (settlement === null) {
    const [one] = clearing
    return one === undefined ? '' : words.clearedOnly(amountText({ currency: one.currency, minor: one.netMinor }))
  }
  const amount = amountText({ currency: settlement.currency, minor: settlement.saidMinor })
  if (settlement.settledAt !== null && entries.length > 0) return words.cameIn(amount, timeText(settlement.settledAt))
  return settlement.settledAt === null
    ? words.expectedAtBank(amount, dayText(settlement.valueDay))
    : words.nothingToPay(amount)
}

const linesOf = (currency: string): readonly Column<Line>[] => [
  { head: () => texts.settlement.type, cell: ({ type }) => type },
  {
    head: () => texts.settlement.outcome,
    cell: ({ outcome }) => texts.breakKinds[outcome as BreakKind] ?? texts.settlement.agreed,
  },
  { head: () => texts.settlement.rows, cell: ({ lines }) => Number(lines).toLocaleString(), isFigure: true },
  {
    head: () => texts.amount,
    cell: ({ settlementMinor: minor }) => <Figure amount={{ currency, minor }} />,
    isFigure: true,
  },
  {
    head: () => texts.settlement.fees,
    cell: ({ feesMinor: minor }) => <Figure amount={{ currency, minor }} />,
    isFigure: true,
    isExtra: true,
  },
]

const Facts = ({ batch: { settlement, clearing } }: { batch: BatchDetail }) => (
  <dl className="facts" aria-label={texts.facts}>
    <Fact name={texts.settlement.settlement}>
      {settlement !== null && (
        <Link to="/settlement/batches/$batchId" params={{ batchId: settlement.batchId }}>
          {settlement.batchId}
        </Link>
      )}
    </Fact>
    <Fact name={texts.settlement.agreement}>
      <span className="mono">{settlement?.agreement ?? clearing[0]?.agreement}</span>
    </Fact>
    <Fact name={texts.settlement.settlementDay}>{settlement !== null && dayText(settlement.settlementDay)}</Fact>
    <Fact name={texts.settlement.valueDay}>{settlement !== null && dayText(settlement.valueDay)}</Fact>
    <Fact name={texts.settlement.settledAt}>{settlement?.settledAt && timeText(settlement.settledAt)}</Fact>
    <Fact name={texts.settlement.finishedAt}>{settlement?.finishedAt && timeText(settlement.finishedAt)}</Fact>
    <Fact name={texts.settlement.files}>
      {[
        ...(settlement === null ? [] : [['settlement', settlement.fileId] as const]),
        ...clearing.flatMap((one) => [
          ['transactionItems', one.itemsFile] as const,
          ['feeItems', one.feesFile] as const,
          ['summary', one.summaryFile] as const,
        ]),
      ].map(([kind, fileId]) => (
        <div key={`${kind} ${fileId}`}>
          <Link to="/settlement/files/$fileId" params={{ fileId }}>
            {texts.settlement.kind(kind)}
          </Link>
        </div>
      ))}
    </Fact>
  </dl>
)

/** One batch: what was cleared, what settles it, which bank entries paid it, and what does not agree. */
export const Batch = () => {
  const { batchId } = useParams({ from: '/in/settlement/batches/$batchId' })
  const asked = useQuery(oneBatch(batchId))
  const words = texts.settlement
  return (
    <>
      <Heading title={words.batchCalled(batchId)}>
        <span className="breaks-anywhere">{words.batchCalled(batchId)}</span>
      </Heading>
      <Answered of={asked} absent="INVALID_BATCH_ID">
        {(batch) => (
          <div className="detail">
            <div>
              <p className="row">
                <BatchBadge settledAt={batch.settlement?.settledAt ?? null} openBreaks={batch.breaks.length} />
              </p>
              <p className="lead">{saysOf(batch)}</p>
              <section aria-labelledby="clearing">
                <h2 id="clearing">{words.clearingBatches}</h2>
                <Table
                  name={words.clearingBatches}
                  columns={clearingColumns}
                  rows={batch.clearing}
                  keyOf={({ batchId: id }) => id}
                />
              </section>
              {(batch.entries.length > 0 || batch.settlement?.settledAt === null) && (
                <section aria-labelledby="entries">
                  <h2 id="entries">{words.entries}</h2>
                  {batch.entries.length === 0 ? (
                    <p className="muted">{words.noEntries}</p>
                  ) : (
                    <Table
                      name={words.entries}
                      columns={entryColumns}
                      rows={batch.entries}
                      keyOf={({ entryId }) => entryId}
                    />
                  )}
                </section>
              )}
              {batch.lines.length > 0 && (
                <section aria-labelledby="lines">
                  <h2 id="lines">{words.lines}</h2>
                  <Table
                    name={words.lines}
                    columns={linesOf(batch.settlement?.currency ?? batch.clearing[0]?.currency ?? 'EUR')}
                    rows={batch.lines}
                    keyOf={({ type, outcome }) => `${type} ${outcome}`}
                  />
                </section>
              )}
              {batch.breaks.length > 0 && (
                <section aria-labelledby="breaks">
                  <h2 id="breaks">{words.doesNotAgree}</h2>
                  <ul className="plain">
                    {batch.breaks.map(({ breakId, kind, about }) => (
                      <li key={breakId}>
                        <Link to="/reconciliation/$breakId" params={{ breakId }}>
                          {texts.breakKinds[kind as BreakKind]}
                        </Link>{' '}
                        <span className="mono breaks-anywhere">{about}</span>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
            </div>
            <Facts batch={batch} />
          </div>
        )}
      </Answered>
    </>
  )
}
