import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { sandboxClock } from '../sandbox/clock.ts'
import { ask, Refused } from '../ui/api.ts'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Me, me } from './me.ts'

const messageOf = (error: Error): string => {
  if (!(error instanceof Refused)) return texts.noConnection
  if (error.code === 'SIGN_IN_REFUSED') return texts.wrong
  return error.code === 'SIGN_IN_LOCKED' ? texts.locked : error.message
}

const isAskedForCode = (error: Error | null): boolean =>
  error instanceof Refused && error.code === 'SECOND_FACTOR_NEEDED'

/** E-mail and password, and then a code where the account has an authenticator. */
export const SignIn = () => {
  const { to } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: sandbox } = useQuery(sandboxClock)
  const [needsCode, setNeedsCode] = useState(false)
  const codeField = useRef<HTMLInputElement>(null)
  const attempt = useMutation({
    mutationFn: (fields: Record<string, unknown>) => ask<Me>('/session', 'POST', fields),
    onSuccess: async (who) => {
      queries.setQueryData(me.queryKey, who)
      await navigate({ href: to ?? '/' })
    },
    onError: (error) => setNeedsCode((was) => was || isAskedForCode(error)),
  })
  useEffect(() => {
    if (needsCode) codeField.current?.focus()
  }, [needsCode])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { email, password, code } = Object.fromEntries(new FormData(event.currentTarget))
    attempt.mutate({ email, password, ...(code === undefined || code === '' ? {} : { code }) })
  }
  return (
    <main className="sign-in">
      <Heading title={texts.signIn}>{texts.product}</Heading>
      <form onSubmit={submit}>
        {attempt.error !== null && !isAskedForCode(attempt.error) && (
          <p className="error" role="alert">
            {messageOf(attempt.error)}
          </p>
        )}
        <label>
          {texts.email}
          <input className="large" name="email" type="email" autoComplete="username" required />
        </label>
        <label>
          {texts.password}
          <input className="large" name="password" type="password" autoComplete="current-password" required />
        </label>
        {needsCode && (
          <label>
            {texts.code}
            <input
              ref={codeField}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              maxLength={6}
            />
          </label>
        )}
        <button type="submit" className="primary large" aria-disabled={attempt.isPending}>
          {texts.signIn}
        </button>
      </form>
      {sandbox !== null && sandbox !== undefined && <p className="muted">{texts.sandboxAccounts}</p>}
    </main>
  )
}
