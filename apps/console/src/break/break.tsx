import type { BreakKind } from '@silkgate/domain'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { wordSaid } from '../said/said.ts'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { Done } from '../ui/done.tsx'
import { amountText, dayText } from '../ui/format.ts'
import { Figure, Heading } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Break as BreakRow, type Candidate, oneBreak } from './api.ts'
import { BreakBadge } from './break-badge.tsx'
import { Resolve } from './resolve.tsx'

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
            <dd>{side in said ? said[side] || words.nothing : words.notAsked}</dd>
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

/** Kinds for which the nearest things are looked up. */
const hasCandidates = (kind: BreakKind): boolean =>
  ['money_missing', 'unknown_entry', 'unknown_transaction'].includes(kind)

const candidateColumns: readonly Column<Candidate>[] = [
  {
    head: () => texts.workbench.candidate,
    cell: ({ is, id, within, text }) => (
      <>
        {is === 'payment' && (
          <Link to="/payments/$paymentId" params={{ paymentId: id }}>
            {id}
          </Link>
        )}
        {is === 'batch' && (
          <Link to="/settlement/batches/$batchId" params={{ batchId: id }}>
            {id}
          </Link>
        )}
        {is === 'entry' && (
          <Link to="/settlement/statements/$statementId" params={{ statementId: within ?? '' }}>
            {texts.settlement.entry}
          </Link>
        )}
        <div className="muted breaks-anywhere">{text}</div>
      </>
    ),
  },
  { head: () => texts.amount, cell: (one) => <Figure amount={one} />, isFigure: true },
  {
    head: () => texts.why,
    cell: ({ differenceMinor, currency, daysApart }) =>
      texts.workbench.near(
        differenceMinor === '0' ? undefined : amountText({ currency, minor: differenceMinor }),
        daysApart,
      ),
  },
  { head: () => texts.workbench.day, cell: ({ day }) => dayText(day), isExtra: true },
]

const Candidates = ({ candidates }: { candidates: readonly Candidate[] }) => (
  <section aria-labelledby="candidates">
    <h2 id="candidates">{texts.workbench.candidates}</h2>
    {candidates.length === 0 ? (
      <p className="muted">{texts.workbench.noCandidates}</p>
    ) : (
      <Table
        name={texts.workbench.candidates}
        columns={candidateColumns}
        rows={candidates}
        keyOf={({ is, id }) => `${is} ${id}`}
      />
    )}
  </section>
)

const Ended = ({ found }: { found: BreakRow }) => (
  <p className="lead" role="status">
    {texts.endedAs(wordSaid(found.resolution ?? ''), found.resolvedBy ?? '', found.approvedBy)}{' '}
    {wordSaid(found.reason ?? '')}
  </p>
)

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
            {found.resolvedAt === undefined && who?.may.includes('breaks.resolve') && (
              <Resolve found={found} email={who.email} />
            )}
            {found.candidates !== undefined && hasCandidates(found.kind) && (
              <Candidates candidates={found.candidates} />
            )}
            <Done notes={found.notes} />
          </>
        )}
      </Answered>
    </>
  )
}
