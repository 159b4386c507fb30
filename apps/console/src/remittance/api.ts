import type { KeptBackReason, RemittanceStatus, SkipReason } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import type { Hold } from '../merchant/api.ts'
import { ask, Refused } from '../ui/api.ts'
import type { Amount } from '../ui/format.ts'
import { pagesOf } from '../ui/pages.tsx'

export type Total = Amount & { readonly remittances: number }

/** What waits for approval, which total is typed again, and who may approve. */
export type Approval = { readonly totals: readonly Total[]; readonly toType: Total; readonly by: readonly string[] }

export type Run = {
  readonly runId: string
  readonly day: string | null
  readonly at: string
  readonly startedBy?: string
  readonly onlyMerchant: string | null
  readonly finishedAt: string | null
  readonly totals: readonly (Total & { readonly status: RemittanceStatus })[]
  readonly skipped: number
  readonly approval?: Approval
}

export type Skip = {
  readonly merchantId: string
  readonly merchant: string | null
  readonly currency: string
  readonly reason: SkipReason
  readonly available: string
}

export type Account = { readonly holder: string; readonly account: { iban: string } | { number: string } }

type Common = {
  readonly merchantId: string
  readonly merchant: string | null
  readonly status: RemittanceStatus
  readonly amount: Amount
  readonly account: Account
  readonly createdAt: string
  readonly isNewAccount: boolean
}

export type Listed = Common & { readonly remittanceId: string; readonly isHeld?: boolean }

export type Detail = Common & {
  readonly id: string
  readonly availableAtCutoff: string
  readonly carriedOver: string
  readonly reserve: string
  readonly keptBack: string
  readonly made: readonly { readonly kind: string; readonly movements: number; readonly minor: string }[]
  readonly before: Account | null
  readonly usableFrom: string | null
  readonly reason?: string
  readonly carriedInto?: string
  readonly sentAt?: string
  readonly acceptedAt?: string
  readonly confirmedAt?: string
  readonly rejectedAt?: string
  readonly returnedAt?: string
  readonly cancelledAt?: string
  readonly answers: readonly {
    readonly at: string
    readonly code: string
    readonly reason: string
    readonly move: string
    readonly file?: string | null
  }[]
  readonly bank: readonly {
    readonly account?: string
    readonly statement?: string
    readonly position: number
    readonly bookingDay: string
    readonly minor: string
  }[]
  readonly runId?: string
  readonly startedBy?: string
  readonly approvedBy?: string | null
  readonly approvedAt?: string | null
  readonly cancelledBy?: string | null
  /** Why the bank is not told of it. */
  readonly waitsFor?: KeptBackReason
  /** Of its merchant, which keep it back. */
  readonly merchantHolds?: readonly Hold[]
  /** Its own, those that were released too. */
  readonly holds?: readonly Hold[]
  readonly file?: {
    readonly name: string
    readonly messageId: string
    readonly sha256: string
    readonly sentAt: string | null
    readonly problem: string | null
  }
  readonly approval?: Approval
}

export type Movement = {
  readonly kind: string
  readonly paymentId?: string
  readonly transactionId?: string
  readonly remittanceId?: string
  readonly amount: Amount
  readonly at: string
}

export type RemittanceSearch = {
  readonly status?: string
  readonly currency?: string
  readonly merchant?: string
  readonly run?: string
}

const path = (remittanceId: string): string => `/remittances/${encodeURIComponent(remittanceId)}`

export const stand = queryOptions({
  queryKey: ['remittance'],
  queryFn: () => ask<{ nextRunAt?: string; approval?: Approval }>('/remittance'),
})

export const runList = pagesOf<Run>('/remittance-runs')

export const oneRun = (runId: string) =>
  queryOptions({
    queryKey: ['remittance-run', runId],
    queryFn: () => ask<Run>(`/remittance-runs/${encodeURIComponent(runId)}`),
    refetchInterval: 10_000,
  })

export const skipsOf = (runId: string) => pagesOf<Skip>(`/remittance-runs/${encodeURIComponent(runId)}/skips`)

export const remittanceList = (search: RemittanceSearch) => pagesOf<Listed>('/remittances', search)

export const oneRemittance = (remittanceId: string) =>
  queryOptions({
    queryKey: ['remittance', remittanceId],
    queryFn: () => ask<Detail>(path(remittanceId)),
    // Approved, sent, accepted, confirmed: it moves by itself.
    refetchInterval: 10_000,
  })

export const movementsOf = (remittanceId: string) => pagesOf<Movement>(`${path(remittanceId)}/payments`)

type Decided = { readonly refused?: readonly { readonly remittanceId: string; readonly reason: string }[] }

/**
 * Approves what waits of a run or one remittance, under the total that was typed; or refuses it for a reason. Rejects where some
 * of a run was refused, with what and why.
 */
export const decide = async (of: string, fields: Readonly<Record<string, string>>): Promise<void> => {
  const deed = 'reason' in fields ? 'refusal' : 'approval'
  const { refused = [] } = await ask<Decided>(`${of}/${deed}`, 'POST', {
    ...(deed === 'approval' && { total: '' }),
    ...fields,
  })
  if (refused.length > 0)
    throw new Refused('', refused.map((one) => `${one.remittanceId}: ${one.reason}`).join('; '), '')
}

export const startRun = (fields: Readonly<Record<string, string>>): Promise<Run> =>
  ask<Run>('/remittance-runs', 'POST', fields)
