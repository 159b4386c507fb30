import { CircleCheck, CircleQuestionMark, CircleX } from 'lucide-react'
import { StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import type { Diagnosis, Finding } from './call-api.ts'

const looks = {
  right: { icon: CircleCheck, role: 'good' },
  explained: { icon: CircleX, role: 'bad' },
  unexplained: { icon: CircleQuestionMark, role: 'unknown' },
} as const

const Differences = ({ of }: { of: NonNullable<Finding['lines']> }) => (
  <dl className="differences">
    {of.map(({ line, expected, signed }) => (
      <div key={line} className="difference">
        <dt>{line}</dt>
        <dd>
          <span>{texts.developers.doctor.expected}</span>{' '}
          <code className="mono wrap">{expected ?? texts.developers.doctor.noLine}</code>
        </dd>
        <dd>
          <span>≠ {texts.developers.doctor.found}</span>{' '}
          <code className="mono wrap">{signed ?? texts.developers.doctor.noLine}</code>
        </dd>
      </div>
    ))}
  </dl>
)

/** What the signature doctor says of a request; in English, as the documentation is. */
export const DiagnosisOf = ({ of }: { of: Diagnosis }) => {
  const { doctor } = texts.developers
  const { verdict, says, keyId, client, findings, stringToSign = [], alsoAccepted = [] } = of
  return (
    <section aria-labelledby="diagnosis">
      <h2 id="diagnosis">{doctor.diagnosis}</h2>
      <p className="row level">
        <StateBadge look={looks[verdict]} word={doctor.verdicts[verdict]} />
        <span lang="en">{says}</span>
      </p>
      {(keyId !== undefined || client !== undefined) && (
        <p className="muted mono wrap">{[keyId, client].filter(Boolean).join(' · ')}</p>
      )}
      <ol className="findings" lang="en">
        {findings.map(({ habit, certainty, says: what, lines, looksLike, remedy }) => (
          <li key={habit}>
            <p>
              <strong>
                {certainty === 'certain' ? '' : `${doctor.certainties[certainty]} `}
                {what}
              </strong>
            </p>
            {lines !== undefined && <Differences of={lines} />}
            {looksLike !== undefined && (
              <p className="muted">
                {doctor.looksLike} {looksLike}
              </p>
            )}
            <p>{remedy}</p>
          </li>
        ))}
      </ol>
      {stringToSign.length > 0 && (
        <details>
          <summary>{doctor.toSign}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
          <pre className="payload" tabIndex={0}>
            {stringToSign.join('\n')}
          </pre>
          {alsoAccepted.length > 0 && (
            <>
              <p>{doctor.alsoAccepted}</p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
              <pre className="payload" tabIndex={0}>
                {alsoAccepted.join('\n')}
              </pre>
            </>
          )}
        </details>
      )}
    </section>
  )
}
