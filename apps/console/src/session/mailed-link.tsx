import type { SignInNeed } from '@silkgate/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Answered } from '../ui/answered.tsx'
import { ask, Refused } from '../ui/api.ts'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { entrance, leaveForProvider } from './entrance.ts'
import { type Me, me } from './me.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { whyNot } from './why-not.ts'

type Linked = { readonly kind: 'invitation' | 'recovery'; email: string; name: string; readonly needs: SignInNeed }

/** A password for the one whom the link is for, and then a session where a password is enough for one. */
const ChoosePassword = ({ token, linked: { email } }: { token: string; linked: Linked }) => {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const said = useRef<HTMLParagraphElement>(null)
  const choosing = useMutation({
    mutationFn: async (password: string) => {
      await ask('/links', 'POST', { token, password })
      return ask<Me>('/session', 'POST', { email, password }).catch((error: unknown) => {
        // It is set; a second factor is still asked for, on the page for it.
        if (error instanceof Refused) return null
        throw error
      })
    },
    onSuccess: async (who) => {
      if (who !== null) queries.setQueryData(me.queryKey, who)
      await navigate({ to: who === null ? '/sign-in' : '/' })
    },
  })
  useEffect(() => {
    if (choosing.error !== null) said.current?.focus()
  }, [choosing.error])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!choosing.isPending) choosing.mutate(String(new FormData(event.currentTarget).get('password')))
  }
  return (
    <form onSubmit={submit}>
      {choosing.error !== null && (
        <p ref={said} tabIndex={-1} className="error" role="alert">
          {whyNot(choosing.error)}
        </p>
      )}
      <label>
        {texts.email}
        <input className="large" type="email" autoComplete="username" value={email} readOnly />
      </label>
      <NewPasswordField />
      <button type="submit" className="primary large" aria-disabled={choosing.isPending}>
        {texts.entry.setPassword}
      </button>
    </form>
  )
}

/** What a mailed link leads to: an invitation, or a new password. What it holds stays behind the #, and goes from the address. */
export const MailedLink = () => {
  const [token] = useState(() => location.hash.slice(1))
  const { data: ways } = useQuery(entrance)
  const found = useQuery({
    queryKey: ['link', token],
    queryFn: () => ask<Linked>('/links/look', 'POST', { token: token === '' ? '-' : token }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  useEffect(() => history.replaceState(history.state, '', location.pathname), [])
  const isOver = found.error instanceof Refused && found.error.code === 'INVALID_LINK'
  const title = found.data?.kind === 'invitation' ? texts.entry.welcome(found.data.name) : texts.entry.newPassword
  return (
    <main className="sign-in">
      <Heading title={title}>{title}</Heading>
      {isOver ? (
        <p>{texts.entry.linkOver}</p>
      ) : (
        <Answered of={found}>
          {(linked) =>
            linked.needs === 'oidc' && ways?.oidcName ? (
              <button type="button" className="primary large" onClick={() => void leaveForProvider('/')}>
                {texts.entry.signInWith(ways.oidcName)}
              </button>
            ) : (
              <ChoosePassword token={token} linked={linked} />
            )
          }
        </Answered>
      )}
      <p>
        <Link to="/sign-in">{texts.entry.backToSignIn}</Link>
      </p>
    </main>
  )
}
