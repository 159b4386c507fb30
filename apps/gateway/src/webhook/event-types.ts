import { disputeStatuses, refundStatuses, statuses } from '@silkgate/domain'

/** Every event that a merchant is told of: one for each status of payments, of refunds and of disputes. */
export const eventTypes: readonly string[] = [statuses, refundStatuses, disputeStatuses]
  .flatMap((table): { readonly event: string }[] => Object.values(table))
  .map(({ event }) => event)
