import type { Permission } from '@silkgate/domain'
import { queryOptions } from '@tanstack/react-query'
import { scopeNow } from '../scope/scope.ts'
import { ask } from '../ui/api.ts'
import { queryOf } from '../ui/pages.tsx'
import type { Overview } from './api.ts'

type What = keyof Overview['attention']

/** What may need somebody, the most urgent first: where it is listed, and who sees to it. */
export const needs: readonly {
  readonly what: What
  readonly to: string
  readonly search?: Readonly<Record<string, string>>
  readonly by: Permission
}[] = [
  { what: 'overdueExceptions', to: '/exceptions', by: 'exceptions.resolve' },
  { what: 'unknownOutcomes', to: '/payments', search: { unknown: 'true' }, by: 'exceptions.resolve' },
  { what: 'overdueMoney', to: '/reconciliation/expected', by: 'breaks.resolve' },
  { what: 'oldBreaks', to: '/reconciliation', search: { age: '3' }, by: 'breaks.resolve' },
  { what: 'openBreaks', to: '/reconciliation', by: 'breaks.resolve' },
  { what: 'openDisputes', to: '/disputes', search: { stand: 'open' }, by: 'disputes.answer' },
  { what: 'openExceptions', to: '/exceptions', by: 'exceptions.resolve' },
  {
    what: 'remittancesToDecide',
    to: '/remittance/all',
    search: { status: 'awaiting_approval' },
    by: 'remittance.approve',
  },
  { what: 'refundsToDecide', to: '/refunds', search: { status: 'PENDING_APPROVAL' }, by: 'payments.refund' },
  { what: 'failingWebhooks', to: '/developers', by: 'webhooks.replay' },
]

/** What needs somebody now; of the merchant that is looked at where its list is of that one. */
export const attentionNow = () => {
  const merchant = scopeNow()
  return queryOptions({
    queryKey: ['/attention', merchant],
    queryFn: () => ask<Overview['attention']>(`/attention?${queryOf({ merchant })}`),
    refetchInterval: 60_000,
  })
}
