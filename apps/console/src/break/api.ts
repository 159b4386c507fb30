import type { BreakAction, BreakKind } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import type { Amount } from '../ui/format.ts'
import { pagesOf } from '../ui/pages.tsx'

/** What may be the other side of a break, and how far it is from it. */
export type Candidate = {
  readonly is: 'entry' | 'batch' | 'payment' | 'refund' | 'dispute'
  readonly id: string
  readonly within: string | null
  readonly text: string
  readonly currency: string
  readonly minor: string
  readonly day: string
  readonly differenceMinor: string
  readonly daysApart: number
}

/** What an action would post, and whether a second person must ask for it too. */
export type Would = {
  readonly action: BreakAction
  readonly transfers: readonly {
    readonly debit: string
    readonly credit: string
    readonly amount: Amount
    readonly reason: string
  }[]
  readonly needsSecond: boolean
}

export type Break = {
  readonly breakId: string
  readonly kind: BreakKind
  readonly about: string
  readonly merchantId?: string
  readonly paymentId?: string
  readonly currency: string
  readonly minor: string
  readonly field: string
  readonly ours: string
  readonly theirs: string
  readonly openedAt: string
  readonly ageDays: number
  readonly owner: string | null
  readonly proposed?: {
    readonly action: BreakAction
    readonly by: string
    readonly reason: string
    readonly chosen?: readonly string[]
  }
  readonly claimedAt?: string
  readonly waitsUntil?: string
  readonly notes: readonly { readonly at: string; readonly by: string; readonly note: string }[]
  readonly canBe?: readonly BreakAction[]
  readonly resolvedAt?: string
  readonly resolution?: string
  readonly reason?: string
  readonly resolvedBy?: string
  readonly approvedBy?: string
  readonly batchId?: string | null
  readonly candidates?: readonly Candidate[]
  readonly would?: readonly Would[]
  /** What one person may give up or keep alone. */
  readonly aloneMinor?: string
}

export type BreakSearch = {
  readonly ended?: string
  readonly kind?: string
  readonly owner?: string
  readonly currency?: string
  /** Days that it must be old. */
  readonly age?: string
}

export type Expected = {
  readonly what: 'settlement' | 'clearing' | 'remittance'
  readonly id: string
  readonly currency: string
  readonly minor: string
  readonly day: string | null
  readonly overdueDays: number
  readonly breakId: string | null
}

export type Count = {
  readonly kind: BreakKind
  readonly currency: string
  readonly breaks: number
  readonly minor: string
  readonly oldestAt: string
  readonly unowned: number
  readonly proposed: number
}

const dayMs = 86_400_000

/** Whole hours, so that the question stays the same while it is asked. */
const daysAgo = (days: string): string => {
  const hour = 3_600_000
  return new Date(Math.floor((Date.now() - Number(days) * dayMs) / hour) * hour).toISOString()
}

export const breakList = ({ age, ...search }: BreakSearch) =>
  pagesOf<Break>('/breaks', { ...search, ...(age ? { before: daysAgo(age) } : {}) })

export const stand = queryOptions({
  queryKey: ['/breaks', 'stand'],
  queryFn: () => ask<{ counts: readonly Count[]; comparedAt?: string; people: readonly string[] }>('/reconciliation'),
})

export const expectedList = pagesOf<Expected>('/expected')

export const oneBreak = (breakId: string) =>
  queryOptions({
    queryKey: ['break', breakId],
    queryFn: () => ask<Break>(`/breaks/${encodeURIComponent(breakId)}`),
  })

export const takeNext = (): Promise<{ breakId?: string }> => ask<{ breakId?: string }>('/breaks/next', 'POST', {})

export type DidOne = { readonly breakId: string; readonly did: 'done' | 'proposed' | 'refused'; readonly why?: string }

/** Does the same about several breaks, each as it is shown. */
export const actOnAll = (shown: readonly Break[], fields: Readonly<Record<string, string>>) =>
  ask<{ did: readonly DidOne[] }>('/breaks/actions', 'POST', {
    ...fields,
    breaks: shown.map(({ breakId, minor }) => ({ breakId, seenMinor: minor })),
  })

/** Where a break stands, as one of the words of its states. */
export type Stand = 'open' | 'assigned' | 'waiting' | 'claimed' | 'proposed' | 'ended'

export const standOf = (found: Break): Stand => {
  if (found.resolvedAt !== undefined) return 'ended'
  if (found.proposed !== undefined) return 'proposed'
  if (found.waitsUntil !== undefined) return 'waiting'
  if (found.claimedAt !== undefined) return 'claimed'
  return found.owner === null ? 'open' : 'assigned'
}
