import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { Deed } from '../ui/deed.tsx'
import { ChoiceFilter, Filters } from '../ui/filters.tsx'
import { dayText, timeText, zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Due, fileList, type ListedFile, type Missing, type Stand, stand, upload } from './api.ts'
import { FileBadge } from './file-badge.tsx'
import { SettlementTabs } from './tabs.tsx'

/** What a file was found to be, in words; the bank's are named by who sends them. */
export const kindText = ({ is, source }: Pick<ListedFile, 'is' | 'source'>): string => {
  const [first] = is
  if (first === undefined) return texts.settlement.sources[source]
  return [texts.settlement.kind(first.kind), first.day === null ? '' : dayText(first.day)].filter(Boolean).join(', ')
}

const columns: readonly Column<ListedFile>[] = [
  {
    head: () => texts.settlement.file,
    isLong: true,
    cell: ({ fileId, name }) => (
      <Link to="/settlement/files/$fileId" params={{ fileId }} preload="intent" className="breaks-anywhere">
        {name}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (file) => <FileBadge file={file} /> },
  { head: () => texts.settlement.whatItIs, cell: kindText },
  { head: () => texts.settlement.receivedAt(zoneName()), cell: ({ receivedAt }) => <Time at={receivedAt} /> },
  {
    head: () => texts.settlement.bytes,
    cell: ({ bytes }) => Number(bytes).toLocaleString(),
    isFigure: true,
    isExtra: true,
  },
]

const missingColumns: readonly Column<Missing>[] = [
  { head: () => texts.settlement.whatItIs, cell: ({ kind, day }) => `${texts.settlement.kind(kind)}, ${dayText(day)}` },
  { head: () => texts.settlement.agreement, cell: ({ agreement }) => <span className="mono">{agreement}</span> },
  { head: () => texts.settlement.missedAt(zoneName()), cell: ({ missedAt }) => <Time at={missedAt} /> },
  {
    head: () => texts.settlement.capturedOfIt,
    cell: ({ capturedUnreportedMinor: minor, currency }) =>
      minor === null ? '–' : <Figure amount={{ currency, minor }} />,
    isFigure: true,
  },
]

const dueColumns: readonly Column<Due>[] = [
  { head: () => texts.settlement.whatItIs, cell: ({ kind, day }) => `${texts.settlement.kind(kind)}, ${dayText(day)}` },
  { head: () => texts.settlement.agreement, cell: ({ agreement }) => <span className="mono">{agreement}</span> },
  { head: () => texts.currency, cell: ({ currency }) => currency, isExtra: true },
  { head: () => texts.settlement.dueAt(zoneName()), cell: ({ dueAt }) => <Time at={dueAt} /> },
]

const keyOfDue = ({ kind, agreement, day }: Omit<Due, 'dueAt'>): string => [kind, agreement, day].join(' ')

/** What has not come, and what comes next. */
const Expected = ({ now }: { now: Stand }) => {
  const words = texts.settlement
  return (
    <>
      {now.missing.length > 0 && (
        <section aria-labelledby="missing">
          <h2 id="missing">{words.missing}</h2>
          <Table name={words.missing} columns={missingColumns} rows={now.missing} keyOf={keyOfDue} />
        </section>
      )}
      <section aria-labelledby="due">
        <h2 id="due">{words.comesNext}</h2>
        {now.due.length === 0 ? (
          <p className="muted">{words.nothingDue}</p>
        ) : (
          <Table name={words.comesNext} columns={dueColumns} rows={now.due} keyOf={keyOfDue} />
        )}
        <ul className="plain">
          {now.pulls.map(({ source, dueAt, lastAt, problem }) => (
            <li key={source}>
              {words.pulledAt(
                words.sources[source],
                timeText(dueAt),
                lastAt === undefined ? undefined : timeText(lastAt),
              )}
              {problem !== undefined && <strong> {problem}</strong>}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Files that came, what is due and has not, and a way to bring one. */
export const FileList = () => {
  const search = useSearch({ from: '/in/settlement' })
  const { data: who } = useQuery(me)
  const { data: now } = useQuery(stand)
  const navigate = useNavigate()
  const words = texts.settlement
  return (
    <>
      <Heading title={words.title}>{words.title}</Heading>
      <SettlementTabs />
      {now !== undefined && (
        <p className="lead" role="status">
          {words.says(now.missing.length, now.counts.refused, now.counts.held)} {now.warning}
        </p>
      )}
      {who?.may.includes('files.receive') && (
        <Deed
          name={`${words.upload}…`}
          confirm={words.upload}
          run={async ({ source = '' }, _key, form) => {
            const file = form.get('file')
            if (!(file instanceof File)) return
            const { fileId } = await upload(source, file)
            await navigate({ to: '/settlement/files/$fileId', params: { fileId } })
          }}
        >
          <p>{words.uploadSays}</p>
          <label>
            {words.from}
            <select name="source" required>
              {Object.entries(words.sources).map(([source, word]) => (
                <option key={source} value={source}>
                  {word}
                </option>
              ))}
            </select>
          </label>
          <label>
            {words.file}
            <input type="file" name="file" required />
          </label>
        </Deed>
      )}
      <Filters>
        <ChoiceFilter part="source" name={words.from} any={words.anySource} words={words.sources} />
        <ChoiceFilter
          part="state"
          name={texts.status}
          any={texts.anyStatus}
          words={{ received: words.waits, taken: words.taken, refused: words.refused }}
        />
      </Filters>
      <Pages
        name={words.files}
        of={fileList(search)}
        columns={columns}
        keyOf={({ fileId }) => fileId}
        whenEmpty={Object.keys(search).length === 0 ? words.noFiles : words.noFileMatches}
      />
      {now !== undefined && <Expected now={now} />}
    </>
  )
}
