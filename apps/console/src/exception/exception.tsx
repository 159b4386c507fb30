import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { textSaid } from '../said/said.ts'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { Deed } from '../ui/deed.tsx'
import { Done } from '../ui/done.tsx'
import { Fact, Heading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Exception as ExceptionRow, noteException, oneException, resolveException, takeException } from './api.ts'
import { ExceptionBadge } from './exception-badge.tsx'

/** A clause as it is kept, as a sentence. */
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${texts.stop}`

const Work = ({ of: { exceptionId, owner }, email }: { of: ExceptionRow; email: string }) => (
  <div className="row">
    {owner !== email && (
      <Deed name={texts.takeIt} run={() => takeException(exceptionId)}>
        <p>{texts.exceptions.takeSays}</p>
      </Deed>
    )}
    <Deed name={texts.onePayment.addNote} run={({ note = '' }) => noteException(exceptionId, note)}>
      <label>
        {texts.onePayment.note}
        <textarea name="note" required maxLength={2000} />
      </label>
    </Deed>
    <Deed
      name={texts.exceptions.resolve}
      confirm={texts.exceptions.resolved}
      run={({ reason = '' }) => resolveException(exceptionId, reason)}
    >
      <p>{texts.exceptions.resolveSays}</p>
      <label>
        {texts.exceptions.why}
        <textarea name="reason" required maxLength={2000} />
      </label>
    </Deed>
  </div>
)

/** One exception: what happened, until when somebody must look at it, what was done, and its end. */
export const Exception = () => {
  const { exceptionId } = useParams({ from: '/in/exceptions/$exceptionId' })
  const asked = useQuery(oneException(exceptionId))
  const { data: who } = useQuery(me)
  const title = asked.data === undefined ? texts.exceptions.name : texts.exceptions.kinds[asked.data.kind]
  return (
    <>
      <Heading title={title}>{title}</Heading>
      <Answered of={asked} absent="INVALID_EXCEPTION_ID">
        {(found) => (
          <div className="detail">
            <div>
              <p>
                <ExceptionBadge of={found} />
              </p>
              <p className="lead">{sentence(textSaid(found.detail))}</p>
              <p className="muted">{sentence(texts.said.exceptions[found.kind] ?? found.says)}</p>
              {found.resolvedAt !== undefined && (
                <p className="lead" role="status">
                  {texts.exceptions.endedBy(found.resolvedBy ?? '', found.resolution)}
                </p>
              )}
              {found.resolvedAt === undefined && who?.may.includes('exceptions.resolve') && (
                <Work of={found} email={who.email} />
              )}
              <Done notes={found.notes} />
            </div>
            <dl className="facts" aria-label={texts.facts}>
              <Fact name={texts.exceptions.subjects[found.about]}>
                {found.about === 'payment' ? (
                  <Link to="/payments/$paymentId" params={{ paymentId: found.subject }} className="mono">
                    {found.subject}
                  </Link>
                ) : (
                  <span className="mono">{found.subject}</span>
                )}
              </Fact>
              <Fact name={texts.merchant}>{found.merchantId !== '0' && found.merchantId}</Fact>
              <Fact name={texts.owner}>{found.owner}</Fact>
              <Fact name={texts.exceptions.opened}>
                <Time at={found.openedAt} seconds />
              </Fact>
              <Fact name={texts.exceptions.deadline}>
                <Time at={found.deadlineAt} seconds />
              </Fact>
              <Fact name={texts.exceptions.kindCode}>{found.kind}</Fact>
            </dl>
          </div>
        )}
      </Answered>
    </>
  )
}
