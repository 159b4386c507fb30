import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'

export type Entrance = {
  readonly isSandbox: boolean
  /** What another provider's button says; null where there is none. */
  readonly oidcName: string | null
  readonly mailsAreSent: boolean
  /** The one host that passkeys work at. */
  readonly passkeyHost: string
}

/** Which ways in there are. */
export const entrance = queryOptions({
  queryKey: ['entrance'],
  queryFn: () => ask<Entrance>('/entrance'),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Asks the device for a passkey, and begins a session with it, or shows with it once more who is signed in. */
export const showPasskey = async <T>(to: '/session/passkey' | '/session/confirmation/passkey'): Promise<T> => {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const optionsJSON = await ask<Parameters<typeof startAuthentication>[0]['optionsJSON']>(
    '/session/passkey/question',
    'POST',
  )
  return ask<T>(to, 'POST', { response: await startAuthentication({ optionsJSON }) })
}

/** Has the device make a passkey; answers recovery codes where it is the first second factor. */
export const addPasskey = async (name: string): Promise<{ readonly recoveryCodes?: readonly string[] }> => {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const optionsJSON = await ask<Parameters<typeof startRegistration>[0]['optionsJSON']>('/passkeys/question', 'POST')
  return ask('/passkeys', 'POST', { name, response: await startRegistration({ optionsJSON }) })
}

const wanted = 'silkgate.wanted'

/** Leaves for the other provider, and remembers where one wanted to go. */
export const leaveForProvider = async (to: string): Promise<void> => {
  const { url } = await ask<{ url: string }>('/session/oidc/question', 'POST')
  sessionStorage.setItem(wanted, to)
  location.assign(url)
}

export const wantedBefore = (): string => {
  const to = sessionStorage.getItem(wanted) ?? '/'
  return /^\/(?![/\\])/.test(to) ? to : '/'
}
