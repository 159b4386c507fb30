import { disputeStatuses, refundStatuses, statuses } from '@silkgate/domain'

/**
 * Every event that a merchant is told of: one for each status of payments, of refunds and of disputes, and one of reports.
 * That one goes only to endpoints that ask for it by its name: receivers that were written for Connect do not know it.
 */
export const eventTypes: readonly string[] = [
  ...[statuses, refundStatuses, disputeStatuses]
    .flatMap((table): { readonly event: string }[] => Object.values(table))
    .map(({ event }) => event),
  'report.ready',
]
