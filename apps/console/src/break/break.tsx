import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Break as BreakRow, oneBreak } from './api.ts'
import { BreakBadge } from './break-badge.tsx'
import { Resolve } from './resolve.tsx'

const Sides = ({ found }: { found: BreakRow }) => (
  <dl className="sides">
    <div>
      <dt>{texts.ours}</dt>
      <dd>{found.ours || '–'}</dd>
    </div>
    <div>
      <dt>
        {texts.theirs} <span aria-hidden>≠</span>
      </dt>
      <dd>{found.theirs || '–'}</dd>
    </div>
    <div>
      <dt>{texts.difference}</dt>
      <dd>
        <Figure amount={found} />
      </dd>
    </div>
  </dl>
)

const Notes = ({ notes }: Pick<BreakRow, 'notes'>) => (
  <section aria-labelledby="notes">
    <h2 id="notes">{texts.notes}</h2>
    {notes.length === 0 && <p className="muted">{texts.noNotes}</p>}
    <ol className="trail" aria-labelledby="notes">
      {notes.map(({ at, by, note }) => (
        <li key={`${at} ${note}`}>
          <Time at={at} seconds />
          <strong>{by}</strong>
          <span className="what">{note}</span>
        </li>
      ))}
    </ol>
  </section>
)

const Ended = ({ found }: { found: BreakRow }) => (
  <p className="lead" role="status">
    {texts.endedAs(found.resolution ?? '', found.resolvedBy ?? '', found.approvedBy)} {found.reason}
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
              <span className="mono">{found.about}</span>
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
            <Notes notes={found.notes} />
          </>
        )}
      </Answered>
    </>
  )
}
