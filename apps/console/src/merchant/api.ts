import type { KybStatus, MerchantStatus, NegativePolicy, Rhythm } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import { beginOf } from '../ui/format.ts'
import { pagesOf } from '../ui/pages.tsx'

export type ListedMerchant = {
  readonly merchantId: string
  readonly name: string
  readonly displayName: string
  readonly status: MerchantStatus
  readonly country: string
  readonly currencies: readonly string[]
  readonly kyb: KybStatus | null
  readonly reviewOn: string | null
  readonly isHeld: boolean
}

/** Amounts by currency, in its smallest unit. */
export type Amounts = Readonly<Record<string, string>>

/** What is agreed with a merchant. */
export type Terms = {
  readonly feeBasisPoints: string
  readonly feeFixedMinor: string
  readonly refundsFee: boolean
  readonly prices: readonly {
    readonly currency: string
    readonly wallet?: string
    readonly fromVolume: string
    readonly feeBasisPoints: string
    readonly feeFixedMinor: string
  }[]
  readonly rhythm: Rhythm
  readonly thresholds: Amounts
  readonly reserveBasisPoints: string
  readonly reserveDays: number
  readonly allowedNegative: Amounts
  readonly negativePolicy: NegativePolicy
}

export type Contract = Terms & { readonly validFrom: string; readonly isInForce: boolean }

/** A version that waits for another person; without terms where it cannot hold any more as it was proposed. */
export type Proposal = {
  readonly proposalId: string
  /** Null: as soon as it is approved. */
  readonly validFrom: string | null
  readonly terms?: Terms
  readonly proposedBy: string
  readonly proposedAt: string
}

/** Who proved, added and approved is told to the operator's people alone. */
export type PayoutAccount = {
  readonly currency: string
  readonly version: number
  readonly stand: 'in_use' | 'cooling_off' | 'unapproved' | 'replaced' | 'closed'
  readonly holder: string
  readonly bic: string | null
  readonly account: string
  readonly addedAt: string
  readonly usableFrom: string | null
  readonly proof?: string
  readonly addedBy?: string
  readonly approvedBy?: string | null
  readonly approvedAt: string | null
  readonly closedAt: string | null
  /** Of its currency. */
  readonly isYoungest: boolean
  readonly closingReason?: string | null
  readonly closingAskedBy?: string | null
  readonly closedBy?: string | null
}

export type HoldAbout = 'merchant' | 'payment' | 'remittance'

export type Hold = {
  readonly holdId: string
  readonly merchantId: string
  readonly about: HoldAbout
  readonly objectId: string
  readonly reason: string
  readonly placedBy: string
  readonly placedAt: string
  readonly releasedBy: string | null
  readonly releasedAt: string | null
  readonly releaseReason: string | null
}

export type Change = {
  readonly number: number
  readonly at: string
  readonly by: string
  readonly what: string
  readonly before: unknown
  readonly after: unknown
}

export type MerchantDetail = {
  readonly merchantId: string
  readonly name: string
  readonly displayName: string
  readonly status: MerchantStatus
  readonly mcc: string
  readonly address: Readonly<Partial<Record<'region' | 'state' | 'city' | 'address1' | 'address2' | 'zipCode', string>>>
  readonly settlementCurrency: string
  readonly furtherCurrencies: readonly string[]
  readonly limits: Amounts
  readonly dayLimits: Amounts
  readonly monthLimits: Amounts
  readonly refundsNeedApproval: boolean
  readonly refundsAfterPaid: boolean
  readonly expiresAfterSeconds: number
  readonly kyb?: {
    readonly status: KybStatus
    readonly reviewOn: string | null
    readonly evidence?: string
    readonly submittedBy?: string
    readonly submittedAt?: string
    readonly decidedBy?: string | null
    readonly decidedAt?: string | null
    readonly reason?: string | null
  }
  readonly contracts: readonly Contract[]
  readonly payoutAccounts: readonly PayoutAccount[]
  readonly holds?: readonly Hold[]
  readonly proposal?: Proposal
  readonly changes?: readonly Change[]
}

const parts = ['pending', 'available', 'reserve', 'inTransit', 'refundsInFlight', 'unpriced', 'total'] as const

export type Balance = { readonly currency: string } & Readonly<Record<(typeof parts)[number], string>>

export const noBalance = (currency: string): Balance => ({
  currency,
  ...(Object.fromEntries(parts.map((part) => [part, '0'])) as Record<(typeof parts)[number], string>),
})

export type Balances = { readonly asOf: string; readonly isNow: boolean; readonly balances: readonly Balance[] }

export type MerchantSearch = { readonly q?: string; readonly status?: string }

export const merchantList = (search: MerchantSearch) => pagesOf<ListedMerchant>('/merchants', search)

const path = (merchantId: string): string => `/merchants/${encodeURIComponent(merchantId)}`

export const oneMerchant = (merchantId: string) =>
  queryOptions({ queryKey: ['merchant', merchantId], queryFn: () => ask<MerchantDetail>(path(merchantId)) })

/** What a merchant is owed now, or at the end of a day. */
export const balancesOf = (merchantId: string, day: string | undefined) => {
  const isDay = day !== undefined && !Number.isNaN(Date.parse(day))
  const asOf = isDay ? `?asOf=${new Date(Date.parse(beginOf(day, 1)) - 1).toISOString()}` : ''
  return queryOptions({
    queryKey: ['merchant-balances', merchantId, asOf],
    queryFn: () => ask<Balances>(`${path(merchantId)}/balances${asOf}`),
  })
}

export const placeHold = (merchantId: string, hold: Pick<Hold, 'about' | 'objectId' | 'reason'>) =>
  ask(`${path(merchantId)}/holds`, 'POST', hold)

export const releaseHold = (merchantId: string, holdId: string, reason: string) =>
  ask(`${path(merchantId)}/holds/${holdId}/release`, 'POST', { reason })
