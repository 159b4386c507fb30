import type { Permission } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { ask, Refused } from '../ui/api.ts'

export type Me = {
  readonly email: string
  readonly name: string
  readonly role: string
  readonly merchantId?: string
  readonly hasSecondFactor: boolean
  readonly may: readonly Permission[]
}

/** Who is signed in; null where nobody is. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: () =>
    ask<Me>('/session').catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'SIGN_IN_NEEDED') return null
      throw error
    }),
  staleTime: 60_000,
})
