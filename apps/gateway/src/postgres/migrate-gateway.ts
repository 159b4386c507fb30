import { migrate } from '@silkgate/postgres'

/**
 * Brings the gateway's database up to date. `ownerUrl` is its owner. Answers the names of the files that were applied.
 */
export const migrateGateway = (ownerUrl: string): Promise<string[]> =>
  migrate(ownerUrl, new URL('../../migrations/', import.meta.url))
