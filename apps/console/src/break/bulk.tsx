import { actionsOf, type BreakAction, type BreakKind, matchedWith } from '@silkgate/domain'
import { useState } from 'react'
import { Deed } from '../ui/deed.tsx'
import { type Amount, amountText } from '../ui/format.ts'
import { Figure } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { ActionFields } from './action-fields.tsx'
import { actOnAll, type Break, type DidOne } from './api.ts'

type Total = Amount & { readonly breaks: number }

/** What several breaks come to by currency; never added up over them. */
const totalsOf = (breaks: readonly Break[]): readonly Total[] =>
  [...new Set(breaks.map(({ currency }) => currency))].map((currency) => {
    const own = breaks.filter((one) => one.currency === currency)
    return { currency, minor: own.reduce((sum, { minor }) => sum + BigInt(minor), 0n).toString(), breaks: own.length }
  })

const columns: readonly Column<Total>[] = [
  { head: () => texts.workbench.breaks, cell: ({ breaks }) => breaks, isFigure: true },
  {
    head: () => texts.difference,
    cell: (total) => (total.currency === '' ? '–' : <Figure amount={total} />),
    isFigure: true,
  },
]

/** What became of each, those first that were refused. */
const Results = ({ did, of }: { did: readonly DidOne[]; of: ReadonlyMap<string, Break> }) => {
  const words = texts.workbench
  const refused = did.filter((one) => one.did === 'refused')
  return (
    <div role="status">
      <p className="lead">
        {words.didAll(
          did.filter((one) => one.did === 'done').length,
          did.filter((one) => one.did === 'proposed').length,
          refused.length,
        )}
      </p>
      <ul className="plain">
        {refused.map(({ breakId, why }) => (
          <li key={breakId}>
            <span className="mono breaks-anywhere">{of.get(breakId)?.about ?? breakId}</span>: {why}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The same about several breaks of one kind: what they come to is shown before, what became of each after. */
export const Bulk = ({ kind, chosen, clear }: { kind: BreakKind; chosen: readonly Break[]; clear: () => void }) => {
  const [action, setAction] = useState<BreakAction>()
  const [told, setTold] = useState<{ did: readonly DidOne[]; of: ReadonlyMap<string, Break> }>()
  const words = texts.workbench
  const totals = totalsOf(chosen)
  const amounts = totals.filter(({ currency }) => currency !== '').map(amountText)
  return (
    <div className="bulk">
      <p className="row">
        <strong>{words.selected(chosen.length, totals.length)}</strong>
        <Deed
          name={`${words.resolveAll(chosen.length)}…`}
          confirm={action === undefined ? texts.resolve : words.doAll(texts.breakActions[action], chosen.length)}
          refusedBecause={chosen.length === 0 ? words.chooseFirst : undefined}
          run={async (fields) => {
            const of = new Map(chosen.map((one) => [one.breakId, one]))
            const { did } = await actOnAll(chosen, fields)
            setTold({ did, of })
            clear()
          }}
        >
          <p>
            {texts.breakKinds[kind]}: {amounts.join(', ')}
          </p>
          <Table name={texts.difference} columns={columns} rows={totals} keyOf={({ currency }) => currency} />
          <ActionFields
            actions={actionsOf[kind].filter((one) => one !== 'match' || matchedWith[kind] === undefined)}
            chosen={action}
            choose={setAction}
          />
        </Deed>
      </p>
      {told !== undefined && <Results {...told} />}
    </div>
  )
}
