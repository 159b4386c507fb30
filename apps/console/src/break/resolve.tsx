import type { BreakAction } from '@silkgate/domain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../ui/api.ts'
import { texts } from '../ui/texts.ts'
import { type Break, oneBreak } from './api.ts'

/** What can be done about an open break. Nothing is shown as done before the server says so. */
export const Resolve = ({ found, email }: { found: Break; email: string }) => {
  const queries = useQueryClient()
  const [action, setAction] = useState<BreakAction>()
  const change = useMutation({
    mutationFn: ({ path, method, body }: { path: string; method: string; body: unknown }) =>
      ask<Break>(`/breaks/${found.breakId}/${path}`, method, body),
    onSuccess: async (changed) => {
      queries.setQueryData(oneBreak(found.breakId).queryKey, changed)
      await queries.invalidateQueries({ queryKey: ['/breaks'] })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''))
    if (!change.isPending) change.mutate({ path: 'actions', method: 'POST', body: given })
  }
  return (
    <section aria-labelledby="resolve">
      <h2 id="resolve">{texts.resolve}</h2>
      {change.error !== null && (
        <p className="error" role="alert">
          {change.error.message}
        </p>
      )}
      {found.proposed !== undefined && (
        <p className="lead">
          {texts.proposedBy(texts.breakActions[found.proposed.action], found.proposed.by, found.proposed.by === email)}
        </p>
      )}
      {found.owner !== email && (
        <p>
          <button type="button" onClick={() => change.mutate({ path: 'owner', method: 'PUT', body: {} })}>
            {texts.takeIt}
          </button>
        </p>
      )}
      <form className="form" onSubmit={submit}>
        <fieldset>
          <legend>{texts.whatToDo}</legend>
          {found.canBe?.map((one) => (
            <label key={one} className="choice">
              <input type="radio" name="action" value={one} required onChange={() => setAction(one)} />
              <span>
                {texts.breakActions[one]}
                <span className="muted"> {texts.breakActionSays[one]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {action === 'wait' && (
          <label>
            {texts.untilDay}
            <input type="date" name="until" required />
          </label>
        )}
        <label>
          {texts.why}
          <input name="reason" required maxLength={2000} />
        </label>
        <p>
          <button type="submit" className="primary" aria-disabled={change.isPending}>
            {action === undefined ? texts.resolve : texts.breakActions[action]}
          </button>
        </p>
      </form>
    </section>
  )
}
