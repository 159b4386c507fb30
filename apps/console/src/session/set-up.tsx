import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../ui/api.ts'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { SetUpAuthenticator } from './authenticator.tsx'
import { addPasskey, entrance, leaveForProvider } from './entrance.ts'
import { me } from './me.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { whyNot } from './why-not.ts'

/** What an organisation asks for and somebody has not set up yet: nothing else is open to them before. */
export const SetUp = () => {
  const { to = '/' } = useSearch({ from: '/set-up' })
  const { data: who } = useQuery(me)
  const { data: ways } = useQuery(entrance)
  const [codes, setCodes] = useState<readonly string[]>()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const goOn = async () => {
    await queries.invalidateQueries({ queryKey: me.queryKey })
    await navigate({ href: to })
  }
  const leaving = useMutation({
    mutationFn: () => ask('/session', 'DELETE'),
    onSuccess: async () => {
      queries.clear()
      await navigate({ to: '/sign-in' })
    },
  })
  const adding = useMutation({
    mutationFn: () => addPasskey(texts.entry.passkeyOf(new Date().toISOString().slice(0, 10))),
    onSuccess: ({ recoveryCodes }) => (recoveryCodes === undefined ? goOn() : setCodes(recoveryCodes)),
  })
  const needs = who?.mustSetUp
  if (codes !== undefined) {
    return (
      <main className="sign-in">
        <Heading title={texts.entry.almost}>{texts.entry.almost}</Heading>
        <RecoveryCodes codes={codes} stored={() => void goOn()} />
      </main>
    )
  }
  return (
    <main className="sign-in">
      <Heading title={texts.entry.setUp}>{texts.entry.setUp}</Heading>
      <p>{needs === undefined ? texts.entry.nothingToSetUp : texts.entry.mustSetUp[needs]}</p>
      {adding.error !== null && (
        <p className="error" role="alert">
          {whyNot(adding.error)}
        </p>
      )}
      {needs === 'oidc' && ways?.oidcName && (
        <button type="button" className="primary large" onClick={() => void leaveForProvider(to)}>
          {texts.entry.signInWith(ways.oidcName)}
        </button>
      )}
      {(needs === 'second_factor' || needs === 'passkey') && location.hostname === ways?.passkeyHost && (
        <button
          type="button"
          className={needs === 'passkey' ? 'primary large' : 'large'}
          aria-disabled={adding.isPending}
          onClick={() => adding.mutate()}
        >
          <KeyRound size={16} aria-hidden />
          {texts.entry.makePasskey}
        </button>
      )}
      {needs === 'passkey' && ways && location.hostname !== ways.passkeyHost && (
        <p>{texts.entry.passkeysAt(ways.passkeyHost)}</p>
      )}
      {needs === 'second_factor' && <SetUpAuthenticator done={setCodes} />}
      <p className="row">
        {needs === undefined && (
          <button type="button" className="primary" onClick={() => void goOn()}>
            {texts.entry.goOn}
          </button>
        )}
        <button type="button" onClick={() => leaving.mutate()}>
          {texts.signOut}
        </button>
      </p>
    </main>
  )
}
