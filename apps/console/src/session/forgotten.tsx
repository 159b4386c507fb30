import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef } from 'react'
import { ask } from '../ui/api.ts'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { entrance } from './entrance.ts'
import { whyNot } from './why-not.ts'

/** In the sandbox no mail leaves: it is read on a page of the gateway. */
export const SandboxMailbox = () => {
  const { data: ways } = useQuery(entrance)
  return ways?.isSandbox ? (
    <p className="muted">
      <a href="/sandbox/mailbox" target="_blank" rel="noreferrer">
        {texts.entry.mailbox}
      </a>
    </p>
  ) : null
}

/** Asks for a way to a new password. It says the same whether there is such an account or not. */
export const Forgotten = () => {
  const said = useRef<HTMLParagraphElement>(null)
  const asking = useMutation({ mutationFn: (email: string) => ask('/recovery', 'POST', { email }) })
  useEffect(() => {
    if (asking.isSuccess) said.current?.focus()
  }, [asking.isSuccess])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!asking.isPending) asking.mutate(String(new FormData(event.currentTarget).get('email')))
  }
  return (
    <main className="sign-in">
      <Heading title={texts.entry.newPassword}>{texts.entry.newPassword}</Heading>
      {asking.isSuccess ? (
        <>
          <p ref={said} role="status" tabIndex={-1}>
            {texts.entry.recoverySent}
          </p>
          <SandboxMailbox />
        </>
      ) : (
        <form onSubmit={submit}>
          {asking.error !== null && (
            <p className="error" role="alert">
              {whyNot(asking.error)}
            </p>
          )}
          <p>{texts.entry.recoverySays}</p>
          <label>
            {texts.email}
            <input className="large" name="email" type="email" autoComplete="username" required />
          </label>
          <button type="submit" className="primary large" aria-disabled={asking.isPending}>
            {texts.entry.sendLink}
          </button>
        </form>
      )}
      <p>
        <Link to="/sign-in">{texts.entry.backToSignIn}</Link>
      </p>
    </main>
  )
}
