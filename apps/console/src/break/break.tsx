import { type BreakKind, matchedWith } from '@silkgate/domain'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { textSaid, wordSaid } from '../said/said.ts'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { Done } from '../ui/done.tsx'
import { amountText } from '../ui/format.ts'
import { Figure, Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Break as BreakRow, oneBreak } from './api.ts'
import { BreakBadge } from './break-badge.tsx'
import { Candidates, type Chosen } from './candidates.tsx'
import { Resolve } from './resolve.tsx'
import { withAmount } from './said-amount.ts'

type Side = 'books' | 'report' | 'bank'

/** Between whom a kind of break does not agree: who says what stands as ours, and who says what stands as theirs. */
const sidesOf = (kind: BreakKind): readonly [Side, Side] => {
  if (/^(statement|remittance|sweep)_|^unknown_entry$/.test(kind)) return ['books', 'bank']
  if (kind === 'bank_differs' || kind === 'money_missing') return ['report', 'bank']
  return ['books', 'report']
}

const Sides = ({ found }: { found: BreakRow }) => {
  const [left, right] = sidesOf(found.kind)
  const said: Partial<Record<Side, string>> = { [left]: found.ours, [right]: found.theirs }
  const words = texts.workbench
  return (
    <>
      <dl className="sides">
        {(['books', 'report', 'bank'] as const).map((side) => (
          <div key={side} className={side in said ? 'differs' : undefined}>
            <dt>
              {words.sides[side]} {side in said && <strong>≠ {wordSaid(found.field)}</strong>}
            </dt>
            <dd>
              {side in said
                ? textSaid(withAmount(said[side] ?? '', found, amountText)) || words.nothing
                : words.notAsked}
            </dd>
          </div>
        ))}
      </dl>
      {found.currency !== '' && found.minor !== '0' && (
        <p>
          {texts.difference}: <Figure amount={found} />
        </p>
      )}
    </>
  )
}

const Ended = ({ found }: { found: BreakRow }) => (
  <p className="lead" role="status">
    {texts.endedAs(wordSaid(found.resolution ?? ''), found.resolvedBy ?? '', found.approvedBy)}{' '}
    {textSaid(found.reason ?? '')}
  </p>
)

/** What may be its other side, and what can be done by whoever may. */
const Open = ({ found, email }: { found: BreakRow; email: string | undefined }) => {
  const { kind, candidates = [], proposed } = found
  const [chosen, choose] = useState<Chosen>(
    () => new Map(candidates.flatMap((one) => (proposed?.chosen?.includes(one.id) ? [[one.id, one]] : []))),
  )
  return (
    <>
      {matchedWith[kind] !== undefined && (
        <Candidates
          kind={kind}
          candidates={candidates}
          chosen={chosen}
          choose={email === undefined ? undefined : choose}
        />
      )}
      {email !== undefined && <Resolve found={found} email={email} chosen={chosen} />}
    </>
  )
}

/** One break: what both sides say, what was done, and what can be done. */
export const Break = () => {
  const { breakId } = useParams({ from: '/in/reconciliation/$breakId' })
  const asked = useQuery(oneBreak(breakId))
  const { data: who } = useQuery(me)
  const title = asked.data === undefined ? texts.reconciliation : texts.breakKinds[asked.data.kind]
  return (
    <>
      <Heading title={title}>{title}</Heading>
      <Answered of={asked} absent="INVALID_BREAK_ID">
        {(found) => (
          <>
            <p className="row">
              <BreakBadge found={found} />
              <span className="mono breaks-anywhere">{found.about}</span>
              {found.batchId && (
                <Link to="/settlement/batches/$batchId" params={{ batchId: found.batchId }}>
                  {texts.settlement.batch}
                </Link>
              )}
              {found.paymentId !== undefined && (
                <Link to="/payments/$paymentId" params={{ paymentId: found.paymentId }}>
                  {texts.thePayment}
                </Link>
              )}
            </p>
            <Sides found={found} />
            {found.resolvedAt !== undefined && <Ended found={found} />}
            {found.resolvedAt === undefined && (
              <Open
                key={found.breakId}
                found={found}
                email={who?.may.includes('breaks.resolve') ? who.email : undefined}
              />
            )}
            <Done notes={found.notes} />
          </>
        )}
      </Answered>
    </>
  )
}
