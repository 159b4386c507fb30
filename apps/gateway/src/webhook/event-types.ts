import { disputeStatuses, refundStatuses, remittanceEventTypes, statuses } from '@silkgate/domain'

/**
 * Every event that a merchant is told of: one for each status of payments, of refunds and of disputes, those of reports and
 * of remittances. These go only to endpoints that ask for them by their names: receivers that were written for Connect do not
 * know them.
 */
export const eventTypes: readonly string[] = [
  ...[statuses, refundStatuses, disputeStatuses]
    .flatMap((table): { readonly event: string }[] => Object.values(table))
    .map(({ event }) => event),
  'report.ready',
  ...remittanceEventTypes,
]
