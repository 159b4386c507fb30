import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import type { Amount } from '../ui/format.ts'
import { pagesOf, type Search } from '../ui/pages.tsx'

type DisputeFile = {
  readonly fileId: string
  readonly fileName: string
  readonly fileType: string
  /** In bytes. */
  readonly size: number
}

export type Dispute = {
  readonly disputeId: string
  readonly paymentId: string
  readonly merchantId: string
  readonly kind: 'retrieval' | 'escalation'
  readonly status: string
  readonly position: 'open' | 'answering' | 'judging' | 'won' | 'lost' | 'withdrawn'
  readonly amount: Amount
  readonly taken: Amount
  readonly reason?: string
  readonly files: readonly DisputeFile[]
  readonly openedAt: string
  readonly statusChangedAt: string
  readonly answerBy: string
  readonly answer?: 'defended' | 'accepted' | 'unanswered'
  readonly alipayPlusDisputeId: string
  /** What of the payment went back, or is on its way back; only where one dispute is looked at. */
  readonly wentBack?: Amount
}

export const disputeList = (search: Search) => pagesOf<Dispute>('/disputes', search)

export const oneDispute = (disputeId: string) =>
  queryOptions({
    queryKey: ['dispute', disputeId],
    queryFn: () => ask<Dispute>(`/disputes/${encodeURIComponent(disputeId)}`),
  })

export const answerDispute = (disputeId: string, answer: 'defended' | 'accepted', key: string) =>
  ask(`/disputes/${disputeId}/answer`, 'POST', { answer, key })

/** Base64 of a file, in pieces that fit on the stack. */
const base64Of = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

export const handIn = async (disputeId: string, file: File, key: string) =>
  ask(`/disputes/${disputeId}/files`, 'POST', { fileName: file.name, content: await base64Of(file), key })

export type Stand = 'due' | 'overdue' | 'answered' | 'won' | 'lost' | 'expired' | 'withdrawn'

/** What is said of a dispute in a word: its answer is due, or what became of it. */
export const standOf = ({ position, answer, status, answerBy }: Dispute, now = Date.now()): Stand => {
  if (position === 'open') return Date.parse(answerBy) < now ? 'overdue' : 'due'
  if (position === 'won' || position === 'withdrawn') return position
  if (status === 'EXPIRED') return 'expired'
  return position === 'lost' || answer === 'accepted' ? 'lost' : 'answered'
}
