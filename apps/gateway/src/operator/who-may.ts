import { mayDo, type Permission } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { listUsers } from './user.store.ts'

/** The operator's people who may do something now, by their addresses: a maker is told who else can approve. */
export const whoMay = async (db: Db, permission: Permission): Promise<string[]> =>
  (await listUsers(db))
    .filter((user) => user.merchant_id === null && user.disabled_at === null && mayDo(user.role, permission))
    .map(({ email }) => email)
    .sort()
