import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import { beginOf } from '../ui/format.ts'
import { pagesOf, queryOf } from '../ui/pages.tsx'

type Fields = Readonly<Record<string, unknown>>

export type Entry = {
  readonly number: string
  readonly at: string
  readonly door: string
  readonly origin: string
  readonly by: string | null
  readonly role: string | null
  readonly operation: string
  readonly about: string | null
  readonly outcome?: string
  readonly asked?: Fields
  readonly leftOut?: number
  readonly changes: readonly {
    readonly table: string
    readonly row: Fields
    readonly before: Fields | null
    readonly after: Fields | null
  }[]
}

export type AuditSearch = {
  readonly by?: string
  readonly operation?: string
  readonly about?: string
  readonly from?: string
  readonly until?: string
}

const asked = ({ from, until, ...same }: AuditSearch) => ({
  ...same,
  ...(from ? { from: beginOf(from) } : {}),
  ...(until ? { until: beginOf(until, 1) } : {}),
})

export const entries = (search: AuditSearch) => pagesOf<Entry>('/audit', asked(search))

/** What following the chain found last; nothing where that was never done. */
export type Chain = {
  readonly holds?: boolean
  readonly secondsAgo?: number
  /** Whether it is followed anew now, or will be. */
  readonly isComing: boolean
  readonly entries?: string
  readonly examples?: readonly string[]
  readonly head?: string
}

export const chain = queryOptions({
  queryKey: ['/audit/chain'],
  queryFn: () => ask<Chain>('/audit/chain'),
  // Whoever waits for it looks again soon.
  refetchInterval: ({ state }) => (state.data?.isComing ? 1_000 : 60_000),
})

export const checkChain = () => ask<Chain>('/audit/chain', 'POST', {})

/** Fetches all that match as a file, and has the browser keep it. */
export const exportEntries = async (search: AuditSearch): Promise<void> => {
  const answer = await fetch(`/operator/v1/audit.csv?${queryOf(asked(search))}`, {
    headers: { 'X-Silkgate': 'console' },
  })
  if (!answer.ok) throw new Error(String(answer.status))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = 'audit.csv'
  link.click()
  URL.revokeObjectURL(link.href)
}
