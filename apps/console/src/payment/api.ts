import { queryOptions } from '@tanstack/react-query'
import type { Entry } from '../audit/api.ts'
import type { Dispute } from '../dispute/api.ts'
import type { Hold } from '../merchant/api.ts'
import type { Refund } from '../refund/api.ts'
import { ask } from '../ui/api.ts'
import { type Amount, beginOf } from '../ui/format.ts'
import { pagesOf, type Search } from '../ui/pages.tsx'

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

/** Where a payment's money is; `at` is one of the sentences of `texts.onePayment.where`. */
export type Whereabouts = {
  readonly at: string
  readonly day?: string
  readonly until?: string
  readonly isOverdue?: boolean
  readonly remittanceId?: string
  readonly breakId?: string
  readonly owner?: string
  readonly since?: string
}

type TrailRow = { readonly at?: string } & Readonly<Record<string, unknown>>

export type PaymentDetail = ListedPayment & {
  readonly statusCode: number
  readonly settlement?: Amount
  readonly fee?: Amount
  readonly refunded: Amount
  readonly refunding: Amount
  readonly disputing: Amount
  readonly refundable: Amount & { readonly because?: string }
  readonly refunds: readonly Refund[]
  readonly disputes: readonly Dispute[]
  /** Told to the operator's people alone. */
  readonly holds?: readonly Hold[]
  readonly where: Whereabouts
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
  readonly unknown?: string
  readonly currency?: string
  readonly least?: string
  readonly most?: string
  readonly wallet?: string
  readonly merchant?: string
  readonly from?: string
  readonly until?: string
  readonly sort?: string
  readonly cols?: string
}

const isInstant = (text: string): boolean => text.includes('T')

/** The same as the API is asked for it: days of the user's zone as instants, and nothing of how it is shown. */
export const wantedOf = ({ from, until, cols: _cols, ...same }: PaymentSearch): Search => ({
  ...same,
  ...(from ? { from: isInstant(from) ? from : beginOf(from) } : {}),
  ...(until ? { until: isInstant(until) ? until : beginOf(until, 1) } : {}),
})

export const paymentList = (search: PaymentSearch) => pagesOf<ListedPayment>('/payments', wantedOf(search))

/** What a file has for each column that is shown: ids beside names, and currencies beside figures. */
export const columnsOfFile = (columns: readonly string[]): readonly string[] => {
  const more: Readonly<Record<string, readonly string[]>> = {
    reference: ['paymentId', 'reference'],
    amount: ['amount', 'currency'],
    merchant: ['merchantId', 'merchant'],
    order: ['orderNumber'],
    id: [],
  }
  return columns.flatMap((column) => more[column] ?? [column])
}

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

const partOf = <Row>(paymentId: string, part: string) =>
  queryOptions({
    queryKey: ['payment', paymentId, part],
    queryFn: async () =>
      (await ask<{ rows: readonly Row[] }>(`/payments/${encodeURIComponent(paymentId)}/${part}`)).rows,
  })

export type Note = { readonly at: string; readonly by: string; readonly note: string; readonly isInternal: boolean }

export const notesOf = (paymentId: string) => partOf<Note>(paymentId, 'notes')

export const writeNote = (paymentId: string, note: string, key: string) =>
  ask(`/payments/${paymentId}/notes`, 'POST', { note, key })

export type Message = {
  readonly messageId: string
  readonly at: string
  readonly api: string
  readonly outcome: string
  readonly httpStatus: number | null
  readonly durationMs: number | null
  readonly request: string | null
  readonly response: string | null
}

export const messagesOf = (paymentId: string) => partOf<Message>(paymentId, 'messages')

export type Attempt = {
  readonly attempt: number
  readonly at: string
  readonly keyId: string | null
  readonly status: number | null
  readonly answer: string | null
  readonly error: string | null
  readonly durationMs: number
}

export type Delivery = {
  readonly endpointId: string
  readonly url: string
  readonly state: 'pending' | 'delivered' | 'given_up'
  readonly nextTryAt: string | null
  readonly attempts: readonly Attempt[]
}

export type Webhook = {
  readonly eventId: string
  readonly type: string
  readonly at: string
  readonly body: string
  readonly deliveries: readonly Delivery[]
}

export const webhooksOf = (paymentId: string) => ({
  ...partOf<Webhook>(paymentId, 'webhooks'),
  refetchInterval: 5_000,
})

export const replayEvent = (merchantId: string, eventId: string) =>
  ask(`/merchants/${merchantId}/events/${eventId}/replay`, 'POST', {})

/** What the shopper's shop told of them with an order. */
export type PersonalData = {
  readonly merchantCustomerId?: string
  readonly userAgent?: string
  readonly countryCode?: string
  readonly descriptor?: string
  readonly returnUrl?: string
}

/** Each look is kept. */
export const lookAtPersonalData = (paymentId: string) => ask<PersonalData>(`/payments/${paymentId}/personal-data`)

export const erasePersonalData = (paymentId: string, fields: Readonly<Record<string, string>>) =>
  ask(`/payments/${paymentId}/personal-data/erasure`, 'POST', fields)

/** What people did about a payment, the latest first. */
export const accessOf = (paymentId: string) =>
  queryOptions({
    queryKey: ['payment', paymentId, 'access'],
    queryFn: async () => (await ask<{ rows: readonly Entry[] }>(`/audit?about=${paymentId}&limit=20`)).rows,
  })
