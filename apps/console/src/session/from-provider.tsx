import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { ask } from '../ui/api.ts'
import { Heading, Loading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { wantedBefore } from './entrance.ts'
import { type Me, me } from './me.ts'
import { whyNot } from './why-not.ts'

/** Where the other provider sends the browser back to: hands its answer to the server, and goes on. */
export const FromProvider = () => {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const isHanded = useRef(false)
  const { mutate, error } = useMutation({
    mutationFn: (query: string) => ask<Me>('/session/oidc', 'POST', { query }),
    onSuccess: async (who) => {
      queries.setQueryData(me.queryKey, who)
      await navigate({ href: wantedBefore(), replace: true })
    },
  })
  useEffect(() => {
    if (isHanded.current) return
    isHanded.current = true
    mutate(location.search === '' ? '?' : location.search)
    history.replaceState(history.state, '', location.pathname)
  }, [mutate])
  return (
    <main className="sign-in">
      <Heading title={texts.signIn}>{texts.signIn}</Heading>
      {error === null ? (
        <Loading />
      ) : (
        <>
          <p className="error" role="alert">
            {whyNot(error)}
          </p>
          <p>
            <Link to="/sign-in">{texts.entry.backToSignIn}</Link>
          </p>
        </>
      )}
    </main>
  )
}
