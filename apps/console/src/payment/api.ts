import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import { type Amount, beginOf } from '../ui/format.ts'
import { pagesOf } from '../ui/pages.tsx'

export type ListedPayment = {
  readonly paymentId: string
  readonly merchantId: string
  readonly merchant?: string
  readonly status: string
  readonly amount: Amount
  readonly wallet?: string
  readonly merchantReference?: string
  readonly merchantOrderId?: string
  readonly createdAt: string
}

type TrailRow = { readonly at?: string } & Readonly<Record<string, unknown>>

export type PaymentDetail = ListedPayment & {
  readonly statusCode: number
  readonly settlement?: Amount
  readonly fee?: Amount
  readonly refunded: Amount
  readonly refunding: Amount
  readonly alipayPlusPaymentId?: string
  readonly capturedAt?: string
  readonly expiresAt: string
  readonly refusedBecause?: string
  readonly waitsFor?: { readonly step: string; readonly until: string }
  readonly trail: { readonly money: string } & Readonly<Record<string, unknown>>
}

/** What the URL of the list says; every part of it can be left out. */
export type PaymentSearch = {
  readonly q?: string
  readonly status?: string
  readonly currency?: string
  readonly from?: string
  readonly until?: string
}

export const paymentList = ({ from, until, ...same }: PaymentSearch) =>
  pagesOf<ListedPayment>('/payments', {
    ...same,
    ...(from ? { from: beginOf(from) } : {}),
    ...(until ? { until: beginOf(until, 1) } : {}),
  })

export const onePayment = (paymentId: string) =>
  queryOptions({
    queryKey: ['payment', paymentId],
    queryFn: () => ask<PaymentDetail>(`/payments/${encodeURIComponent(paymentId)}`),
    refetchInterval: 10_000,
  })

export type TrailEntry = { readonly stage: string; readonly row: TrailRow }

const timeOf = ({ row: { at } }: TrailEntry): number => (at === undefined ? 0 : Date.parse(at))

/** Every stage's rows in one list, in the order in which they happened. */
export const entriesOf = (trail: PaymentDetail['trail']): readonly TrailEntry[] =>
  Object.entries(trail)
    .flatMap(([stage, rows]) => (Array.isArray(rows) ? (rows as TrailRow[]).map((row) => ({ stage, row })) : []))
    .toSorted((a, b) => timeOf(a) - timeOf(b))
