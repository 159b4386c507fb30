import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { Deed } from '../ui/deed.tsx'
import { dayText, timeText, zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Run, runList, stand, startRun, type Total } from './api.ts'
import { totalsText } from './approve.tsx'
import { RemittanceBadge } from './remittance-badge.tsx'
import { RemittanceTabs } from './tabs.tsx'

/** A run's totals by currency, over all states. */
export const totalsOf = ({ totals }: Pick<Run, 'totals'>): readonly Total[] =>
  [...new Set(totals.map(({ currency }) => currency))].map((currency) => {
    const own = totals.filter((one) => one.currency === currency)
    return {
      currency,
      minor: own.reduce((sum, { minor }) => sum + BigInt(minor), 0n).toString(),
      remittances: own.reduce((sum, { remittances }) => sum + remittances, 0),
    }
  })

const waitingIn = ({ totals }: Run): number =>
  totals.reduce((sum, { status, remittances }) => (status === 'awaiting_approval' ? sum + remittances : sum), 0)

export const runName = ({ day, at }: Run): string =>
  day === null ? texts.remittance.runByHand(timeText(at)) : texts.remittance.runOf(dayText(day))

const columns: readonly Column<Run>[] = [
  {
    head: () => texts.remittance.run,
    cell: (run) => (
      <>
        <Link to="/remittance/runs/$runId" params={{ runId: run.runId }} preload="intent">
          {runName(run)}
        </Link>{' '}
        {waitingIn(run) > 0 && <RemittanceBadge status="awaiting_approval" />}
      </>
    ),
  },
  {
    head: () => texts.remittance.total,
    cell: (run) =>
      run.totals.length === 0
        ? '–'
        : totalsOf(run).map((total) => (
            <div key={total.currency}>
              <Figure amount={total} />
            </div>
          )),
    isFigure: true,
  },
  {
    head: () => texts.remittance.count,
    cell: ({ totals }) => totals.reduce((sum, { remittances }) => sum + remittances, 0),
    isFigure: true,
    isExtra: true,
  },
  { head: () => texts.remittance.waiting, cell: waitingIn, isFigure: true, isExtra: true },
  { head: () => texts.remittance.notPaid, cell: ({ skipped }) => skipped, isFigure: true, isExtra: true },
  { head: () => texts.remittance.startedAt(zoneName()), cell: ({ at }) => <Time at={at} />, isExtra: true },
  { head: () => texts.remittance.startedBy, cell: ({ startedBy }) => startedBy ?? '–', isExtra: true },
]

/** The runs that pay merchants, what waits for a second person, and when the next run is. */
export const RunList = () => {
  const { data: who } = useQuery(me)
  const { data: now } = useQuery(stand)
  const navigate = useNavigate()
  const words = texts.remittance
  const next = now?.nextRunAt === undefined ? '' : words.nextRun(timeText(now.nextRunAt))
  return (
    <>
      <Heading title={texts.remittances}>{texts.remittances}</Heading>
      <RemittanceTabs />
      {now !== undefined && (
        <p className="lead" role="status">
          {now.approval === undefined
            ? words.nothingWaits
            : words.waits(
                now.approval.totals.reduce((sum, one) => sum + one.remittances, 0),
                totalsText(now.approval.totals),
              )}{' '}
          {next}
        </p>
      )}
      {who?.may.includes('remittance.approve') && (
        <Deed
          name={`${words.payNow}…`}
          confirm={words.payNow}
          run={async (fields) => {
            const { runId } = await startRun(fields)
            await navigate({ to: '/remittance/runs/$runId', params: { runId } })
          }}
        >
          <p>{words.payNowSays}</p>
          <label>
            {words.onlyMerchant}
            <input name="merchantId" inputMode="numeric" pattern="[0-9]{1,10}" />
          </label>
        </Deed>
      )}
      <Pages
        name={words.runs}
        of={runList}
        columns={columns}
        keyOf={({ runId }) => runId}
        whenEmpty={`${words.noRuns} ${next}`}
      />
    </>
  )
}
