import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { oneRun, type Run as RunRow, type Skip, skipsOf } from './api.ts'
import { Approve, totalsText } from './approve.tsx'
import { RemittanceBadge } from './remittance-badge.tsx'
import { Remittances } from './remittance-list.tsx'
import { runName, totalsOf } from './run-list.tsx'

type RunTotal = RunRow['totals'][number]

const columns: readonly Column<RunTotal>[] = [
  { head: () => texts.status, cell: ({ status }) => <RemittanceBadge status={status} /> },
  { head: () => texts.remittance.total, cell: (total) => <Figure amount={total} />, isFigure: true },
  { head: () => texts.remittance.count, cell: ({ remittances }) => remittances, isFigure: true },
]

const skipColumns: readonly Column<Skip>[] = [
  { head: () => texts.merchant, cell: ({ merchant, merchantId }) => merchant ?? merchantId },
  {
    head: () => texts.available,
    cell: ({ currency, available }) => <Figure amount={{ currency, minor: available }} />,
    isFigure: true,
  },
  { head: () => texts.why, cell: ({ reason }) => texts.remittance.skips[reason], isLong: true },
]

/** One run: what it pays, what of it waits for a second person, and whom it did not pay. */
export const Run = () => {
  const { runId } = useParams({ from: '/in/remittance/runs/$runId' })
  const asked = useQuery(oneRun(runId))
  const title = asked.data === undefined ? texts.remittance.run : runName(asked.data)
  const words = texts.remittance
  return (
    <>
      <Heading title={title}>{title}</Heading>
      <Answered of={asked} absent="INVALID_RUN_ID">
        {(run) => (
          <>
            <p className="lead" role="status">
              {run.totals.length === 0 ? words.paysNobody : words.pays(totalsText(totalsOf(run)))}{' '}
              {run.approval !== undefined &&
                words.waits(
                  run.approval.totals.reduce((sum, one) => sum + one.remittances, 0),
                  totalsText(run.approval.totals),
                )}
              {run.finishedAt === null && words.goesOn}
            </p>
            {run.approval !== undefined && <Approve of={`/remittance-runs/${runId}`} approval={run.approval} />}
            {run.totals.length > 0 && (
              <Table
                name={words.total}
                columns={columns}
                rows={run.totals}
                keyOf={({ currency, status }) => `${currency} ${status}`}
              />
            )}
            <section aria-labelledby="paid">
              <h2 id="paid">{texts.remittances}</h2>
              <Remittances search={{ run: runId }} whenEmpty={words.paysNobody} />
            </section>
            <section aria-labelledby="skips">
              <h2 id="skips">{words.notPaid}</h2>
              <Pages
                name={words.notPaid}
                of={skipsOf(runId)}
                columns={skipColumns}
                keyOf={({ merchantId, currency }) => `${merchantId} ${currency}`}
                whenEmpty={words.nobodySkipped}
              />
            </section>
          </>
        )}
      </Answered>
    </>
  )
}
