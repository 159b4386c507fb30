import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { download } from '../ui/api.ts'
import { ChoiceFilter, DayFilter, Filters } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Report, reportList } from './api.ts'

const Download = ({ report: { merchantId, name } }: { report: Report }) => {
  const file = useMutation({ mutationFn: () => download(`/reports/${merchantId}/${encodeURIComponent(name)}`, name) })
  return (
    <>
      <button
        type="button"
        aria-label={texts.reports.download(name)}
        aria-disabled={file.isPending}
        onClick={() => file.isPending || file.mutate()}
      >
        {file.isPending ? texts.working : texts.reports.downloadShort}
      </button>
      {file.error !== null && <span role="alert">{file.error.message}</span>}
    </>
  )
}

const columns: readonly Column<Report>[] = [
  {
    head: () => texts.reports.file,
    isLong: true,
    cell: ({ kind, format, name }) => (
      <>
        {texts.reports.kinds[kind]} <span className="muted">{format.toUpperCase()}</span>
        <br />
        <span className="mono muted">{name}</span>
      </>
    ),
  },
  {
    head: () => texts.reports.total,
    cell: ({ totals }) =>
      totals.length === 0
        ? '–'
        : totals.map(({ currency, due }) => (
            <div key={currency}>
              <Figure amount={{ currency, minor: due }} />
            </div>
          )),
    isFigure: true,
  },
  { head: () => texts.reports.rows, cell: ({ rows }) => rows, isFigure: true, isExtra: true },
  { head: () => texts.reports.readyIn(zoneName()), cell: ({ readyAt }) => <Time at={readyAt} /> },
  {
    head: () => texts.reports.checksum,
    cell: ({ sha256 }) => (
      <span className="mono" title={sha256}>
        {sha256.slice(0, 12)}…
      </span>
    ),
    isExtra: true,
  },
  { head: () => texts.reports.downloadShort, cell: (report) => <Download report={report} /> },
]

const merchant: Column<Report> = { head: () => texts.merchant, cell: ({ merchantId }) => merchantId, isExtra: true }

/** What merchants were given, to be downloaded. */
export const ReportList = () => {
  const search = useSearch({ from: '/in/reports' })
  const { data: who } = useQuery(me)
  const seesAll = who?.merchantId === undefined
  return (
    <>
      <Heading title={texts.reports.name}>{texts.reports.name}</Heading>
      <p className="lead">{texts.reports.schedule}</p>
      <Filters>
        <ChoiceFilter part="kind" name={texts.reports.file} any={texts.anyKind} words={texts.reports.kinds} />
        <DayFilter part="from" name={texts.reports.from} />
        <DayFilter part="until" name={texts.until} />
      </Filters>
      <Pages
        name={texts.reports.name}
        of={reportList(search)}
        columns={seesAll ? [...columns, merchant] : columns}
        keyOf={({ merchantId, name }) => `${merchantId} ${name}`}
        whenEmpty={Object.keys(search).length === 0 ? texts.reports.none : texts.reports.noMatch}
      />
    </>
  )
}
