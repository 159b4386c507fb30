import { queryOptions } from '@tanstack/react-query'
import type { Delivery, Webhook } from '../payment/api.ts'
import { ask } from '../ui/api.ts'
import { pagesOf, queryOf } from '../ui/pages.tsx'

export type Endpoint = {
  readonly merchantId: string
  readonly endpointId: string
  readonly url: string
  /** Null: every event of payments. */
  readonly events: readonly string[] | null
  readonly verifiedAt: string | null
  readonly pausedAt: string | null
  readonly failingSince: string | null
  readonly failures: number
  readonly waiting: number
  readonly lastAnswer: string | null
  readonly nextTryAt: string | null
}

export type ListedEvent = {
  readonly merchantId: string
  readonly eventId: string
  readonly type: string
  readonly at: string
  readonly paymentId: string | null
  readonly deliveries: readonly (Omit<Delivery, 'attempts'> & {
    readonly attempts: number
    readonly lastAnswer: string | null
  })[]
}

export type EventSearch = { readonly merchant?: string; readonly type?: string; readonly waiting?: string }

/** How often what is on its way is asked for again. */
const often = { refetchInterval: 5_000 }

export const endpointsOf = (merchant: string | undefined) =>
  queryOptions({
    queryKey: ['/webhook-endpoints', merchant],
    queryFn: () => ask<{ rows: readonly Endpoint[] }>(`/webhook-endpoints?${queryOf({ merchant })}`),
    ...often,
  })

export const pauseEndpoint = ({ merchantId, endpointId }: Endpoint) =>
  ask(`/merchants/${merchantId}/webhook-endpoints/${endpointId}/pause`, 'POST', {})

export const resumeEndpoint = ({ merchantId, endpointId }: Endpoint) =>
  ask(`/merchants/${merchantId}/webhook-endpoints/${endpointId}/resume`, 'POST', {})

export type Tested = {
  readonly delivered: boolean
  readonly status?: number
  readonly error?: string
  readonly answer?: string
  readonly durationMs?: number
}

export const testEndpoint = ({ merchantId, endpointId }: Endpoint) =>
  ask<Tested>(`/merchants/${merchantId}/webhook-endpoints/${endpointId}/test`, 'POST', {})

export const eventsOf = (search: EventSearch) => pagesOf<ListedEvent>('/events', { ...search })

export type OneEvent = Webhook & { readonly merchantId: string; readonly paymentId: string | null }

export const eventOf = (merchantId: string, eventId: string) =>
  queryOptions({
    queryKey: ['/events', merchantId, eventId],
    queryFn: () => ask<OneEvent>(`/merchants/${merchantId}/events/${eventId}`),
    ...often,
  })
