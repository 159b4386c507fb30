import type { BreakAction, BreakKind } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import { pagesOf } from '../ui/pages.tsx'

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
  readonly proposed?: { readonly action: BreakAction; readonly by: string; readonly reason: string }
  readonly claimedAt?: string
  readonly waitsUntil?: string
  readonly notes: readonly { readonly at: string; readonly by: string; readonly note: string }[]
  readonly canBe?: readonly BreakAction[]
  readonly resolvedAt?: string
  readonly resolution?: string
  readonly reason?: string
  readonly resolvedBy?: string
  readonly approvedBy?: string
}

export type BreakSearch = { readonly ended?: string; readonly kind?: string }

export const breakList = (search: BreakSearch) => pagesOf<Break>('/breaks', search)

export const oneBreak = (breakId: string) =>
  queryOptions({
    queryKey: ['break', breakId],
    queryFn: () => ask<Break>(`/breaks/${encodeURIComponent(breakId)}`),
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
