import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { texts } from '../ui/texts.ts'
import { sessions } from './api.ts'
import { SessionTable } from './session-table.tsx'

/** Where one is signed in; each can be ended, and all others at once. */
export const OwnSessions = () => {
  const known = useQuery(sessions)
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: (sessionId: string) => ask(`/sessions/${sessionId}`, 'DELETE'),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessions.queryKey }),
  })
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{texts.settings.sessions}</h2>
      <Answered of={known}>
        {({ sessions: all }) => (
          <>
            <SessionTable
              sessions={all}
              last={({ sessionId, isThis, address }) =>
                isThis ? (
                  texts.settings.thisSession
                ) : (
                  <button type="button" onClick={() => ending.mutate(sessionId)}>
                    {texts.settings.end} <span className="unseen">{address}</span>
                  </button>
                )
              }
            />
            {all.length > 1 && (
              <p>
                <Deed
                  name={texts.settings.endOthers}
                  done={texts.settings.endedOthers}
                  run={() => ask('/sessions', 'DELETE')}
                >
                  <p>{texts.settings.endOthersSays}</p>
                </Deed>
              </p>
            )}
          </>
        )}
      </Answered>
    </section>
  )
}
