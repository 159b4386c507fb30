import { type BreakAction, matchedWith } from '@silkgate/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { wordSaid } from '../said/said.ts'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { amountText } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import { useUnsaved } from '../ui/unsaved.ts'
import { ActionFields } from './action-fields.tsx'
import { type Break, oneBreak, stand, type Would } from './api.ts'
import { type Chosen, comparison } from './candidates.tsx'

/** What would be posted, and whether it is done at once. */
const Preview = ({ would }: { would: Would }) => {
  const words = texts.workbench
  return (
    <div className="preview" role="status">
      {would.transfers.length === 0 ? (
        <p>{would.action === 'match' ? words.matchPosts : words.postsNothing}</p>
      ) : (
        <ul className="plain">
          {would.transfers.map(({ debit, credit, amount, reason }) => (
            <li key={`${debit} ${credit} ${reason}`}>
              {words.posts(wordSaid(debit), wordSaid(credit), amountText(amount), wordSaid(reason))}
            </li>
          ))}
        </ul>
      )}
      <p>{would.needsSecond ? words.needsSecond : words.doneAtOnce}</p>
    </div>
  )
}

/** What a match with what was chosen comes to, and whether it is done at once. */
const MatchPreview = ({ found, chosen }: { found: Break; chosen: Chosen }) => {
  const words = texts.workbench
  const compared = comparison(found.kind, chosen)
  const difference = BigInt(compared?.difference.minor ?? 0)
  const size = difference < 0n ? -difference : difference
  const differs = found.kind === 'unknown_transaction' ? words.lineDiffers : difference < 0n ? words.short : words.over
  return (
    <div className="preview" role="status">
      {compared === undefined ? (
        <p>{words.chooseCandidates}</p>
      ) : (
        <>
          <p>{words.matchChosen(chosen.size, amountText(compared.sum))}</p>
          {size > 0n && <p>{differs(amountText({ ...compared.difference, minor: size.toString() }))}</p>}
          <p>{size > BigInt(found.aloneMinor ?? 0) ? words.needsSecond : words.doneAtOnce}</p>
        </>
      )}
    </div>
  )
}

/** Who looks after it, oneself or somebody else, and a comment. */
const Work = ({ found, take }: { found: Break; take: (() => void) | undefined }) => {
  const { data: now } = useQuery(stand)
  const words = texts.workbench
  return (
    <p className="row">
      {take !== undefined && (
        <button type="button" onClick={take}>
          {texts.takeIt}
        </button>
      )}
      <Deed
        name={`${words.comment}…`}
        confirm={words.comment}
        run={(fields) => ask(`/breaks/${found.breakId}/notes`, 'POST', { note: '', ...fields })}
      >
        <label>
          {words.whatWasFound}
          <textarea name="note" required maxLength={2000} />
        </label>
      </Deed>
      <Deed
        name={`${words.assign}…`}
        confirm={words.assign}
        run={(fields) => ask(`/breaks/${found.breakId}/owner`, 'PUT', fields)}
      >
        <label>
          {texts.owner}
          <select name="owner" required defaultValue={found.owner ?? ''}>
            {(now?.people ?? []).map((email) => (
              <option key={email}>{email}</option>
            ))}
          </select>
        </label>
      </Deed>
    </p>
  )
}

/** What can be done about an open break. Nothing is shown as done before the server says so. */
export const Resolve = ({ found, email, chosen }: { found: Break; email: string; chosen: Chosen }) => {
  const queries = useQueryClient()
  const [action, setAction] = useState<BreakAction>()
  const isChoice = action === 'match' && matchedWith[found.kind] !== undefined
  const would = found.would?.find((one) => one.action === action)
  const { onChange, saved } = useUnsaved()
  const change = useMutation({
    mutationFn: ({ path, method, body }: { path: string; method: string; body: unknown }) =>
      ask<Break>(`/breaks/${found.breakId}/${path}`, method, body),
    onSuccess: async (changed) => {
      queries.setQueryData(oneBreak(found.breakId).queryKey, changed)
      await queries.invalidateQueries({ queryKey: ['/breaks'] })
    },
    onError: () => queries.invalidateQueries({ queryKey: oneBreak(found.breakId).queryKey }),
  })
  const take = () => change.mutate({ path: 'owner', method: 'PUT', body: {} })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''))
    const compared = isChoice ? comparison(found.kind, chosen) : undefined
    const match = compared && { chosen: [...chosen.keys()], differenceMinor: compared.difference.minor }
    if (!change.isPending)
      change.mutate(
        { path: 'actions', method: 'POST', body: { ...given, seenMinor: found.minor, ...match } },
        { onSuccess: saved },
      )
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
          {texts.proposedBy(texts.breakActions[found.proposed.action], found.proposed.by, found.proposed.by === email)}{' '}
          {found.proposed.chosen !== undefined && texts.workbench.proposedWith(found.proposed.chosen.join(', '))}
        </p>
      )}
      <Work found={found} take={found.owner === email ? undefined : take} />
      <form className="form" onSubmit={submit} onChange={onChange}>
        <ActionFields actions={found.canBe ?? []} chosen={action} choose={setAction}>
          {isChoice ? <MatchPreview found={found} chosen={chosen} /> : would !== undefined && <Preview would={would} />}
        </ActionFields>
        <p>
          <button type="submit" className="primary" aria-disabled={change.isPending}>
            {action === undefined ? texts.resolve : texts.breakActions[action]}
          </button>
        </p>
      </form>
    </section>
  )
}
