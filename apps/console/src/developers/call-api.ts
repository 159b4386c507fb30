import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import { beginOf } from '../ui/format.ts'
import { pagesOf } from '../ui/pages.tsx'

export type Call = {
  readonly merchantId: string
  readonly callId: string
  readonly at: string
  /** Null where nobody has shown to have signed it. */
  readonly apiKeyId: string | null
  readonly address: string
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly error: string | null
  readonly durationMs: number
  readonly idempotenceKey: string | null
}

export type Finding = {
  readonly habit: string
  readonly certainty: 'certain' | 'likely' | 'possible'
  readonly says: string
  readonly lines?: readonly { readonly line: string; readonly expected?: string; readonly signed?: string }[]
  readonly looksLike?: string
  readonly remedy: string
}

export type Diagnosis = {
  readonly verdict: 'right' | 'explained' | 'unexplained'
  readonly says: string
  readonly keyId?: string
  readonly client?: string
  readonly findings: readonly Finding[]
  readonly stringToSign?: readonly string[]
  readonly alsoAccepted?: readonly string[]
}

export type OneCall = Call & {
  readonly query: string | null
  readonly request: string | null
  readonly answer: string | null
  /** Where it was refused for its signature. */
  readonly diagnosis?: Diagnosis
}

export type CallSearch = {
  readonly merchant?: string
  readonly error?: string
  readonly status?: string
  readonly method?: string
  readonly path?: string
  readonly key?: string
  readonly q?: string
  readonly from?: string
  readonly until?: string
}

export const callsOf = (merchant: string, { from, until, ...same }: CallSearch) =>
  pagesOf<Call>('/api-calls', {
    ...same,
    merchant,
    ...(from ? { from: beginOf(from) } : {}),
    ...(until ? { until: beginOf(until, 1) } : {}),
  })

export const callOf = (merchantId: string, callId: string) =>
  queryOptions({
    queryKey: ['/api-calls', merchantId, callId],
    queryFn: () => ask<OneCall>(`/merchants/${merchantId}/api-calls/${callId}`),
  })

export type ErrorCount = {
  readonly error: string
  readonly code?: string
  readonly status: number
  readonly message?: string
  readonly remedy?: string
  readonly ofDay: number
  readonly ofWeek: number
  readonly lastAt: string
}

export const errorsOf = (merchant: string) =>
  queryOptions({
    queryKey: ['/api-errors', merchant],
    queryFn: () => ask<{ rows: readonly ErrorCount[] }>(`/api-errors?merchant=${merchant}`),
    refetchInterval: 30_000,
  })

/** Asks why a request is refused, as it went over the wire; `stringToSign` is what its sender signs, where that is known. */
export const askDoctor = (merchantId: string, raw: string, stringToSign: string | undefined) =>
  ask<Diagnosis>(`/merchants/${merchantId}/signature-doctor`, 'POST', { raw, stringToSign })

/** The page of the documentation about an error. */
export const docsOf = (error: string): string => `/docs/reference/errors/${error.toLowerCase().replaceAll('_', '-')}`
