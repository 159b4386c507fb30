import type { Db, Tx } from '../postgres/db.ts'
import type { UserRow } from './user.store.ts'

export type SessionRow = {
  readonly session_id: string
  readonly address: string
  readonly agent: string
  readonly created_at: Date
  readonly last_seen_at: Date
}

export type NewSession = {
  readonly tokenHash: Buffer
  readonly sessionId: string
  readonly userId: string
  readonly address: string
  readonly agent: string
}

/** Times of sessions are the wall clock's. */
export const insertSession = async (tx: Tx, session: NewSession, at: Date): Promise<void> => {
  const { tokenHash, sessionId, userId, address, agent } = session
  await tx.run({
    text: `insert into console_sessions (token_hash, session_id, user_id, address, agent, created_at, last_seen_at)
           values ($1, $2, $3, $4, $5, $6, $6)`,
    values: [tokenHash, sessionId, userId, address, agent, at],
  })
}

/** Who a token belongs to, with its session, unless either has been ended. */
export const readSession = async (db: Db, tokenHash: Buffer): Promise<(SessionRow & UserRow) | undefined> => {
  const [row] = await db.read<SessionRow & UserRow>({
    name: 'read_console_session',
    text: `select u.*, s.session_id, s.address, s.agent, s.created_at, s.last_seen_at
             from console_sessions s join users u using (user_id)
            where s.token_hash = $1 and s.ended_at is null and u.disabled_at is null`,
    values: [tokenHash],
  })
  return row
}

export const touchSession = async (db: Db, sessionId: string, at: Date): Promise<void> => {
  const text = 'update console_sessions set last_seen_at = $2 where session_id = $1'
  await db.write('chore.sign_in', { text, values: [sessionId, at] })
}

/** Sessions that have not been ended, the one used last first. */
export const listSessions = (db: Db, userId: string): Promise<SessionRow[]> =>
  db.read<SessionRow>({
    text: `select session_id, address, agent, created_at, last_seen_at from console_sessions
            where user_id = $1 and ended_at is null order by last_seen_at desc, session_id limit 100`,
    values: [userId],
  })

/** Ends a session of somebody; answers false where they have no such session. */
export const endSession = async (db: Db, userId: string, sessionId: string, at: Date): Promise<boolean> => {
  const ended = await db.write('chore.sign_in', {
    text: `update console_sessions set ended_at = $3 where user_id = $1 and session_id = $2 and ended_at is null
           returning session_id`,
    values: [userId, sessionId, at],
  })
  return ended.length === 1
}
