import { useState } from 'react'
import { Deed } from '../ui/deed.tsx'
import { texts } from '../ui/texts.ts'
import { type Endpoint, pauseEndpoint, resumeEndpoint, type Tested, testEndpoint } from './api.ts'

const answerOf = ({ status, error, answer = '', durationMs = 0 }: Tested): string =>
  status === undefined ? (error ?? '') : `HTTP ${status}, ${durationMs} ms ${answer.slice(0, 200)}`.trim()

/** What can be done with an endpoint: nothing more sent there, sent again, or tried with an event that says nothing. */
export const EndpointDeeds = ({ of }: { of: Endpoint }) => {
  const [tested, setTested] = useState<Tested>()
  const { developers } = texts
  return (
    <div className="row">
      {of.pausedAt === null && (
        <Deed name={developers.pause} run={() => pauseEndpoint(of)}>
          <p className="mono">{of.url}</p>
          <p>{developers.pauseSays}</p>
        </Deed>
      )}
      {(of.pausedAt !== null || of.failingSince !== null) && (
        <Deed name={developers.resume} run={() => resumeEndpoint(of)}>
          <p className="mono">{of.url}</p>
          <p>{developers.resumeSays}</p>
        </Deed>
      )}
      <Deed name={developers.test} run={async () => setTested(await testEndpoint(of))}>
        <p className="mono">{of.url}</p>
        <p>{developers.testSays}</p>
      </Deed>
      {tested !== undefined && <p role="status">{developers.tested(tested.delivered, answerOf(tested))}</p>}
    </div>
  )
}
