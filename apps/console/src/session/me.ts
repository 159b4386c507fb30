import type { Outstanding, Permission, Role } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { ask, Refused } from '../ui/api.ts'

export type Me = {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly merchantId?: string
  readonly hasSecondFactor: boolean
  /** What the organisation asks for and is not set up yet: nothing else is open before. */
  readonly mustSetUp?: Outstanding
  readonly may: readonly Permission[]
}

/** Who is signed in; null where nobody was when the page was opened. If it ends later, that is an error, and who it was stays. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ client }) =>
    ask<Me>('/session').catch((error: unknown) => {
      const isNobody = error instanceof Refused && error.code === 'SIGN_IN_NEEDED'
      if (isNobody && !client.getQueryData(['me'])) return null
      throw error
    }),
  staleTime: 60_000,
})
