import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { wordSaid } from '../said/said.ts'
import { DayFilter, Filters, TextFilter } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Failure, Heading, Person, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { chain, checkChain, type Entry, entries, exportEntries } from './api.ts'

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null))

/** One changed row: its fields before and after, one under the other where the window is narrow. */
const Change = ({ change: { table, row, before, after } }: { change: Entry['changes'][number] }) => (
  <li>
    <p>
      <b>{table}</b> <span className="mono">{Object.values(row).map(written).join(' · ')}</span>
    </p>
    <dl className="facts">
      {Object.keys({ ...before, ...after }).map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {before !== null && (
              <>
                <span className="muted">{texts.audit.before}</span>{' '}
                <span className="mono">{written(before[name])}</span>{' '}
              </>
            )}
            {after !== null && (
              <>
                <span className="muted">{texts.audit.after}</span> <span className="mono">{written(after[name])}</span>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  </li>
)

const Details = ({ entry: { changes, asked, outcome, leftOut } }: { entry: Entry }) => (
  <details>
    <summary>
      {outcome === undefined
        ? changes.length === 0
          ? texts.audit.nothing
          : texts.audit.changes(changes.length)
        : wordSaid(outcome)}
    </summary>
    {asked !== undefined && Object.keys(asked).length > 0 && (
      <p>
        {texts.audit.asked}: <span className="mono">{JSON.stringify(asked)}</span>
      </p>
    )}
    <ul className="plain">
      {changes.map((change, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry never changes.
        <Change key={at} change={change} />
      ))}
    </ul>
    {leftOut !== undefined && <p>{texts.audit.leftOut(leftOut)}</p>}
  </details>
)

/** What somebody did in words, and as the trail keeps it: what can be filtered by. */
const Operation = ({ name }: { name: string }) => (
  <>
    {texts.said.operations[name]} <span className="mono muted">{name}</span>
  </>
)

const columns: readonly Column<Entry>[] = [
  { head: () => texts.audit.at(zoneName()), cell: ({ at }) => <Time at={at} seconds /> },
  {
    head: () => texts.audit.by,
    cell: ({ by }) => (by && <Person email={by} />) ?? <span className="muted">{texts.audit.nobody}</span>,
  },
  { head: () => texts.audit.operation, cell: ({ operation }) => <Operation name={operation} />, isLong: true },
  { head: () => texts.audit.about, cell: ({ about }) => <span className="mono">{about ?? '–'}</span>, isLong: true },
  { head: () => texts.audit.what, cell: (entry) => <Details entry={entry} />, isLong: true },
  {
    head: () => texts.audit.from,
    cell: ({ door, origin }) => `${texts.audit.door[door] ?? door}, ${origin}`,
    isExtra: true,
  },
]

/** Whether the chain is whole, as it was followed last; anybody can have it followed anew. */
const ChainState = () => {
  const queries = useQueryClient()
  const asked = useQuery(chain)
  const check = useMutation({
    mutationFn: checkChain,
    onSuccess: (found) => queries.setQueryData(chain.queryKey, found),
  })
  const { holds, head, entries: count, examples = [], secondsAgo, isComing = false } = asked.data ?? {}
  const says = () => {
    if (holds === undefined) return isComing ? '' : texts.audit.neverVerified
    if (!holds) return texts.audit.broken(examples.join('; '))
    return head === undefined ? texts.audit.holds : texts.audit.holdsAll(Number(count), `${head.slice(0, 24)}…`)
  }
  const error = check.error ?? asked.error
  const again = () => {
    check.reset()
    return asked.refetch()
  }
  return (
    <div className="row">
      <button type="button" aria-disabled={isComing} onClick={() => isComing || check.mutate()}>
        {texts.audit.verify}
      </button>
      {asked.data !== undefined && (
        <p role="status" className={holds === false ? 'error' : undefined}>
          {says()} {secondsAgo !== undefined && texts.audit.verified(texts.over.ago(secondsAgo))}{' '}
          {isComing && texts.audit.verifying}
        </p>
      )}
      {error !== null && <Failure error={error} again={() => void again()} />}
    </div>
  )
}

/** Who did what, from where, before and after. */
export const Audit = () => {
  const search = useSearch({ from: '/in/audit' })
  const exported = useMutation({ mutationFn: () => exportEntries(search) })
  return (
    <>
      <Heading title={texts.audit.heading}>{texts.audit.heading}</Heading>
      <p className="muted">{texts.audit.lead}</p>
      <ChainState />
      <Filters>
        <TextFilter part="by" name={texts.audit.by} />
        <TextFilter part="operation" name={texts.audit.operation} />
        <TextFilter part="about" name={texts.audit.about} />
        <DayFilter part="from" name={texts.audit.begin} />
        <DayFilter part="until" name={texts.audit.until} />
        <button
          type="button"
          data-export
          aria-disabled={exported.isPending}
          onClick={() => exported.isPending || exported.mutate()}
        >
          {texts.audit.export}
        </button>
      </Filters>
      {exported.error !== null && <Failure error={exported.error} again={() => exported.mutate()} />}
      <Pages
        name={texts.audit.heading}
        of={entries(search)}
        columns={columns}
        keyOf={({ number }) => number}
        whenEmpty={Object.keys(search).length === 0 ? texts.audit.none : texts.audit.noMatch}
      />
    </>
  )
}
