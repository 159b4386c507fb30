import { queryOptions } from '@tanstack/react-query'
import { ask, type ErrorBody, refusedBy } from '../ui/api.ts'
import { pagesOf } from '../ui/pages.tsx'

export type Due = {
  readonly kind: string
  readonly agreement: string
  readonly currency: string
  readonly day: string
  readonly dueAt: string
}

export type Missing = Omit<Due, 'dueAt'> & {
  readonly due: string
  readonly missedAt: string
  /** What our own books have captured of its day; of reports of payments alone. */
  readonly capturedUnreportedMinor: string | null
}

export type Stand = {
  readonly missing: readonly Missing[]
  readonly due: readonly Due[]
  readonly pulls: readonly {
    readonly source: Source
    readonly dueAt: string
    readonly lastAt?: string
    readonly problem?: string
  }[]
  readonly counts: { readonly refused: number; readonly waiting: number; readonly held: number }
  readonly warning?: string
}

export type Source = 'alipayplus' | 'bank'

export type ListedFile = {
  readonly fileId: string
  readonly source: Source
  readonly name: string
  readonly state: 'received' | 'taken' | 'refused'
  readonly reason: string | null
  readonly how: string
  readonly bytes: string
  readonly sha256: string
  readonly receivedAt: string
  readonly endedAt: string | null
  readonly held: number
  readonly is: readonly { readonly kind: string; readonly batchId: string; readonly day: string | null }[]
}

export type ControlTotal = {
  readonly batchId: string
  readonly currency: string
  readonly part: string
  readonly said: string | null
  readonly saidMinor: string
  readonly read: string | null
  readonly readMinor: string | null
}

export type FileDetail = ListedFile & {
  readonly names: readonly { readonly how: string; readonly path: string; readonly seenAt: string }[]
  readonly totals: readonly ControlTotal[]
  readonly statements: readonly {
    readonly statementId: string
    readonly account: string
    readonly number: string
    readonly day: string
    readonly currency: string
    readonly openingMinor: string
    readonly closingMinor: string
  }[]
}

export type HeldRow = {
  readonly fileId: string
  readonly file: string
  readonly row: number
  readonly column: string
  readonly reason: string
  readonly raw: string
  readonly at: string
}

export type ListedBatch = {
  readonly batchId: string
  readonly kind: 'settlement' | 'clearing'
  readonly agreement: string
  readonly currency: string
  readonly day: string
  readonly netMinor: string
  readonly settledAt: string | null
  readonly finishedAt: string | null
  readonly parts: number
  readonly openBreaks: number
}

export type Entry = {
  readonly entryId: string
  readonly statementId: string
  readonly account: string
  readonly statement: string
  readonly position: number
  readonly bookingDay: string
  readonly valueDay: string
  readonly currency: string
  readonly minor: string
  readonly how: string
}

export type Clearing = {
  readonly batchId: string
  readonly agreement: string
  readonly currency: string
  readonly day: string
  readonly itemsSaid: string
  readonly itemsSaidMinor: string
  readonly itemsRead: string
  readonly itemsReadMinor: string
  readonly feesSaidMinor: string
  readonly feesReadMinor: string
  readonly netMinor: string
  readonly itemsFile: string
  readonly feesFile: string
  readonly summaryFile: string
}

export type BatchDetail = {
  readonly batchId: string
  readonly settlement: {
    readonly batchId: string
    readonly agreement: string
    readonly currency: string
    readonly fileId: string
    readonly saidMinor: string
    readonly settlementDay: string
    readonly valueDay: string
    readonly settledAt: string | null
    readonly finishedAt: string | null
  } | null
  readonly clearing: readonly Clearing[]
  readonly lines: readonly {
    readonly type: string
    readonly outcome: string
    readonly lines: string
    readonly settlementMinor: string
    readonly feesMinor: string
  }[]
  readonly entries: readonly Entry[]
  readonly breaks: readonly { readonly breakId: string; readonly kind: string; readonly about: string }[]
}

export type ListedStatement = {
  readonly statementId: string
  readonly account: string
  readonly accountName: string | null
  readonly purpose: string | null
  readonly fileId: string
  readonly file: string
  readonly format: string
  readonly number: string
  readonly day: string
  readonly currency: string
  readonly openingMinor: string
  readonly closingMinor: string
  readonly entries: number
  readonly unexplained: number
}

export type StatementEntry = {
  readonly entryId: string
  readonly position: number
  readonly bookingDay: string
  readonly valueDay: string
  readonly currency: string
  readonly minor: string
  readonly reference: string
  readonly remittance: string
  readonly counterparty: string
  readonly purpose: string | null
  readonly batches: readonly string[]
  readonly remittances: readonly string[]
  readonly breakId: string | null
}

export const stand = queryOptions({ queryKey: ['settlement'], queryFn: () => ask<Stand>('/settlement') })

export type FileSearch = { readonly source?: string; readonly state?: string }

export const fileList = (search: FileSearch) => pagesOf<ListedFile>('/files', search)

export const oneFile = (fileId: string) =>
  queryOptions({
    queryKey: ['file', fileId],
    queryFn: () => ask<FileDetail>(`/files/${encodeURIComponent(fileId)}`),
    // It may be just being taken in.
    refetchInterval: ({ state: { data } }) => (data?.state === 'received' ? 2_000 : false),
  })

export const heldRows = (search: { readonly file?: string }) => pagesOf<HeldRow>('/quarantine', search)

export type BatchSearch = { readonly currency?: string; readonly open?: string }

export const batchList = (search: BatchSearch) => pagesOf<ListedBatch>('/batches', search)

export const oneBatch = (batchId: string) =>
  queryOptions({
    queryKey: ['batch', batchId],
    queryFn: () => ask<BatchDetail>(`/batches/${encodeURIComponent(batchId)}`),
  })

export const statementList = (search: { readonly account?: string }) => pagesOf<ListedStatement>('/statements', search)

export const oneStatement = (statementId: string) =>
  queryOptions({
    queryKey: ['statement', statementId],
    queryFn: () => ask<ListedStatement>(`/statements/${encodeURIComponent(statementId)}`),
  })

export const entriesOf = (statementId: string) =>
  pagesOf<StatementEntry>(`/statements/${encodeURIComponent(statementId)}/entries`)

/** Sends a file as it is; answers what it is known as, and whether it is new. */
export const upload = async (source: string, file: File): Promise<{ fileId: string; isNew: boolean }> => {
  const query = new URLSearchParams({ source, name: file.name })
  const headers = { 'X-Silkgate': 'console', 'Content-Type': 'application/octet-stream' }
  const answer = await fetch(`/operator/v1/files?${query}`, { method: 'POST', headers, body: file })
  const read: unknown = await answer.json()
  if (!answer.ok) throw refusedBy(read as ErrorBody)
  return read as { fileId: string; isNew: boolean }
}
