import type { ExceptionKind } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import { pagesOf, type Search } from '../ui/pages.tsx'

export type Exception = {
  readonly exceptionId: string
  readonly merchantId: string
  /** The payment, the order that we never placed, the request to register a merchant, or the merchant. */
  readonly subject: string
  readonly about: 'payment' | 'order' | 'registration' | 'merchant'
  readonly refundId?: string
  readonly kind: ExceptionKind
  readonly says: string
  readonly detail: string
  readonly owner?: string
  readonly openedAt: string
  readonly deadlineAt: string
  readonly isOverdue: boolean
  readonly resolvedAt?: string
  readonly resolvedBy?: string
  readonly resolution?: string
  readonly notes: readonly { readonly at: string; readonly by: string; readonly note: string }[]
}

export const exceptionList = (search: Search) => pagesOf<Exception>('/exceptions', search)

export const oneException = (exceptionId: string) =>
  queryOptions({
    queryKey: ['exception', exceptionId],
    queryFn: () => ask<Exception>(`/exceptions/${encodeURIComponent(exceptionId)}`),
  })

const change = (exceptionId: string, part: string, method: string, body: object) =>
  ask<Exception>(`/exceptions/${exceptionId}/${part}`, method, body)

export const takeException = (exceptionId: string) => change(exceptionId, 'owner', 'PUT', {})
export const noteException = (exceptionId: string, note: string) => change(exceptionId, 'notes', 'POST', { note })
export const resolveException = (exceptionId: string, reason: string) =>
  change(exceptionId, 'resolution', 'PUT', { reason })
