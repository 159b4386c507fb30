import { useMutation, useQuery } from '@tanstack/react-query'
import { KeyRound, LogIn } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ask, Refused } from '../ui/api.ts'
import { texts } from '../ui/texts.ts'
import { entrance, leaveForProvider, showPasskey } from './entrance.ts'
import type { Me } from './me.ts'
import { whyNot } from './why-not.ts'

type Needs = {
  /** Whose session it was, where it is over; nobody else goes on with it. */
  readonly email?: string
  /** Who is signed in, where they only show once more who they are: no session begins. */
  readonly again?: Me
  readonly to: string
  readonly entered: (who: Me) => unknown
}

const codeOf = (error: Error | null): string => (error instanceof Refused ? error.code : '')

/** Every way in: e-mail and password with what is asked for beside them, a passkey, another provider. */
export const Enter = ({ again, email = again?.email, to, entered }: Needs) => {
  const { data: ways } = useQuery(entrance)
  const [asksFor, askFor] = useState<'code' | 'recovery_code'>()
  const more = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLParagraphElement>(null)
  const attempt = useMutation({
    mutationFn: (way: () => Promise<Me | undefined>) => way(),
    onSuccess: (who) => who !== undefined && entered(who),
    onError: (error) => {
      if (codeOf(error) === 'SECOND_FACTOR_NEEDED') askFor((was) => was ?? 'code')
      else if (codeOf(error) === 'PASSKEY_NEEDED') askFor('recovery_code')
    },
  })
  const { error } = attempt
  useEffect(() => {
    if (asksFor !== undefined) more.current?.focus()
  }, [asksFor])
  useEffect(() => {
    if (error !== null && codeOf(error) !== 'SECOND_FACTOR_NEEDED') heading.current?.focus()
  }, [error])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''))
    if (attempt.isPending) return
    attempt.mutate(() =>
      again === undefined
        ? ask<Me>('/session', 'POST', fields)
        : ask('/session/confirmation', 'POST', fields).then(() => again),
    )
  }
  const withPasskey = () =>
    again === undefined
      ? showPasskey<Me>('/session/passkey')
      : showPasskey('/session/confirmation/passkey').then(() => again)
  const isHere = location.hostname === ways?.passkeyHost
  const elsewhere = `${location.protocol}//${ways?.passkeyHost}${location.port && `:${location.port}`}/console/`
  return (
    <>
      <form onSubmit={submit}>
        {error !== null && codeOf(error) !== 'SECOND_FACTOR_NEEDED' && (
          <p ref={heading} tabIndex={-1} className="error" role="alert">
            {whyNot(error)}
          </p>
        )}
        {again === undefined && (
          <label>
            {texts.email}
            <input
              className="large"
              name="email"
              type="email"
              autoComplete="username"
              defaultValue={email}
              readOnly={email !== undefined}
              required
            />
          </label>
        )}
        <label>
          {texts.password}
          <input className="large" name="password" type="password" autoComplete="current-password" required />
        </label>
        {asksFor !== undefined && (
          <>
            <label>
              {asksFor === 'code' ? texts.code : texts.entry.recoveryCode}
              <input
                key={asksFor}
                ref={more}
                className="large"
                name="code"
                inputMode={asksFor === 'code' ? 'numeric' : 'text'}
                autoComplete={asksFor === 'code' ? 'one-time-code' : 'off'}
                required
              />
            </label>
            <button
              type="button"
              className="plain"
              onClick={() => askFor(asksFor === 'code' ? 'recovery_code' : 'code')}
            >
              {asksFor === 'code' ? texts.entry.useRecoveryCode : texts.entry.useCode}
            </button>
          </>
        )}
        <button type="submit" className="primary large" aria-disabled={attempt.isPending}>
          <LogIn size={16} aria-hidden />
          {again === undefined ? texts.signIn : texts.settings.confirm}
        </button>
      </form>
      {isHere && (
        <button type="button" className="large" onClick={() => attempt.mutate(withPasskey)}>
          <KeyRound size={16} aria-hidden />
          {texts.entry.usePasskey}
        </button>
      )}
      {ways?.isSandbox && !isHere && again === undefined && (
        <p className="muted">
          {texts.entry.passkeysElsewhere} <a href={elsewhere}>{elsewhere}</a>
        </p>
      )}
      {ways?.oidcName && (
        <button
          type="button"
          className="large"
          onClick={() => attempt.mutate(() => leaveForProvider(to).then(() => undefined))}
        >
          {texts.entry.signInWith(ways.oidcName)}
        </button>
      )}
    </>
  )
}
