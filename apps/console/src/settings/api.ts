import type { MerchantId, Role, SignInNeed } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'

export type Passkey = {
  readonly passkeyId: string
  readonly name: string
  createdAt: string
  lastUsedAt: string | null
}

export type Security = {
  readonly hasSecondFactor: boolean
  readonly recoveryCodesLeft: number
  readonly passkeys: readonly Passkey[]
  /** Whether it was shown lately who this is. */
  readonly isConfirmed: boolean
}

export type Session = {
  readonly sessionId: string
  readonly isThis: boolean
  readonly address: string
  readonly agent: string
  readonly createdAt: string
  readonly lastSeenAt: string
}

export type Person = {
  readonly userId: string
  readonly isYou: boolean
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly merchantId?: MerchantId
  readonly hasPassword: boolean
  readonly hasAuthenticator: boolean
  readonly passkeys: number
  readonly hasOidc: boolean
  readonly lastSeenAt: string | null
  readonly invitedUntil: string | null
  readonly lockedUntil: string | null
  readonly disabledAt: string | null
}

export type Rule = { readonly merchantId?: MerchantId; readonly needs: SignInNeed; setBy: string; setAt: string }

export const security = queryOptions({ queryKey: ['security'], queryFn: () => ask<Security>('/security') })

export const sessions = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => ask<{ sessions: readonly Session[] }>('/sessions'),
})

export const people = queryOptions({
  queryKey: ['people'],
  queryFn: () => ask<{ people: readonly Person[] }>('/people'),
})

export const sessionsOf = (userId: string) =>
  queryOptions({
    queryKey: ['people', userId, 'sessions'],
    queryFn: () => ask<{ sessions: readonly Session[] }>(`/people/${encodeURIComponent(userId)}/sessions`),
  })

export const rules = queryOptions({
  queryKey: ['sign-in-rules'],
  queryFn: () => ask<{ rules: readonly Rule[] }>('/sign-in-rules'),
})

export type Stand = 'active' | 'invited' | 'expired' | 'locked' | 'disabled'

/** Where somebody stands. Sign-in goes by the wall clock, so this does. */
export const standOf = (person: Person): Stand => {
  if (person.disabledAt !== null) return 'disabled'
  if (!person.hasPassword && !person.hasOidc)
    return person.invitedUntil !== null && new Date(person.invitedUntil) > new Date() ? 'invited' : 'expired'
  return person.lockedUntil !== null && new Date(person.lockedUntil) > new Date() ? 'locked' : 'active'
}
