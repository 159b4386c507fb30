import { wordSaid } from '../said/said.ts'
import { zoneName } from '../ui/format.ts'
import { Person, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import type { Change } from './api.ts'

/** Every field of a thing by its path, as text. */
const fieldsOf = (thing: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (thing === null || thing === undefined) return []
  if (typeof thing !== 'object') return [[path, String(thing)]]
  return Object.entries(thing).flatMap(([name, value]) => fieldsOf(value, path === '' ? name : `${path}.${name}`))
}

const Differences = ({ change }: { change: Change }) => {
  const [before, after] = [new Map(fieldsOf(change.before)), new Map(fieldsOf(change.after))]
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  )
  if (differing.length === 0) return '–'
  return (
    <details>
      <summary>{texts.merchants.fields(differing.length)}</summary>
      <dl className="facts">
        {differing.map((name) => (
          <div key={name}>
            <dt>{name.split('.').map(wordSaid).join('.')}</dt>
            <dd className="mono">
              {before.get(name) ?? '–'} → {after.get(name) ?? '–'}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const columns: readonly Column<Change>[] = [
  { head: () => texts.merchants.changedAt(zoneName()), cell: ({ at }) => <Time at={at} /> },
  { head: () => texts.merchants.changedBy, cell: ({ by }) => <Person email={by} /> },
  { head: () => texts.merchants.what, cell: ({ what }) => wordSaid(what) },
  { head: () => texts.merchants.changed, cell: (change) => <Differences change={change} /> },
]

/** Who changed what of a merchant, the latest first. */
export const History = ({ changes }: { changes: readonly Change[] }) => (
  <section aria-labelledby="history">
    <h2 id="history">{texts.merchants.history}</h2>
    {changes.length === 0 ? (
      <p>{texts.merchants.noHistory}</p>
    ) : (
      <Table
        name={texts.merchants.history}
        columns={columns}
        rows={changes}
        keyOf={({ number }) => number.toString()}
      />
    )}
  </section>
)
