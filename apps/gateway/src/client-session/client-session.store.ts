import type { MerchantId, ProductFilters } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type ClientSession = {
  readonly merchantId: MerchantId
  readonly sessionHash: Buffer
  readonly customerId: string
  readonly filters: ProductFilters
  readonly createdAt: Date
  readonly expiresAt: Date
}

export const insertSession = async (db: Db, session: ClientSession): Promise<void> => {
  const { merchantId, sessionHash, customerId, filters, createdAt, expiresAt } = session
  await db.write('chore.open_client_session', {
    name: 'insert_client_session',
    text: `insert into client_sessions (merchant_id, session_hash, customer_id, filters, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [merchantId, sessionHash, customerId, JSON.stringify(filters), createdAt, expiresAt],
  })
}

/** A session that is still good at an instant. */
export const readSession = async (
  db: Db,
  session: Pick<ClientSession, 'merchantId' | 'sessionHash'>,
  at: Date,
): Promise<Pick<ClientSession, 'customerId' | 'filters'> | undefined> => {
  const [row] = await db.read<{ customer_id: string; filters: ProductFilters }>({
    name: 'read_client_session',
    text: `select customer_id, filters from client_sessions
            where merchant_id = $1 and session_hash = $2 and expires_at > $3`,
    values: [session.merchantId, session.sessionHash, at],
  })
  return row && { customerId: row.customer_id, filters: row.filters }
}

/** Deletes sessions that are over, a thousand at a time; answers how many it deleted. */
export const deleteExpiredSessions = async (db: Db, at: Date): Promise<number> => {
  const deleted = await db.write('chore.clean_up', {
    text: `delete from client_sessions
            where (merchant_id, session_hash) in
                  (select merchant_id, session_hash from client_sessions where expires_at <= $1 limit 1000)
           returning customer_id`,
    values: [at],
  })
  return deleted.length
}
