import { refundStatuses, statuses } from '@silkgate/domain'

/** Every event that a merchant is told of: one for each status of payments and of refunds. */
export const eventTypes: readonly string[] = [...Object.values(statuses), ...Object.values(refundStatuses)].map(
  ({ event }) => event,
)
