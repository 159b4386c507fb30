import type { Shown } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { type SignInRow, signInColumns } from './user.store.ts'

export type SessionRow = {
  readonly session_id: string
  readonly address: string
  readonly agent: string
  readonly created_at: Date
  readonly last_seen_at: Date
  readonly shown: Shown
  readonly confirmed_at: Date
}

export type NewSession = {
  readonly tokenHash: Buffer
  readonly sessionId: string
  readonly userId: string
  readonly address: string
  readonly agent: string
  readonly shown: Shown
}

/** Times of sessions are the wall clock's. */
export const insertSession = async (tx: Tx, session: NewSession, at: Date): Promise<void> => {
  const { tokenHash, sessionId, userId, address, agent, shown } = session
  await tx.run({
    text: `insert into console_sessions
             (token_hash, session_id, user_id, address, agent, created_at, last_seen_at, shown, confirmed_at)
           values ($1, $2, $3, $4, $5, $6, $6, $7, $6)`,
    values: [tokenHash, sessionId, userId, address, agent, at, shown],
  })
}

const columns = 's.session_id, s.address, s.agent, s.created_at, s.last_seen_at, s.shown, s.confirmed_at'

/** Who a token belongs to, with its session, unless either has been ended. */
export const readSession = async (db: Db, tokenHash: Buffer): Promise<(SessionRow & SignInRow) | undefined> => {
  const [row] = await db.read<SessionRow & SignInRow>({
    name: 'read_console_session',
    text: `select ${signInColumns}, ${columns}
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
    text: `select ${columns} from console_sessions s
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

/** Ends the sessions of somebody but one; answers how many. */
export const endOtherSessions = async (tx: Tx, userId: string, but: string | undefined, at: Date): Promise<number> => {
  const ended = await tx.run({
    text: `update console_sessions set ended_at = $3
            where user_id = $1 and session_id is distinct from $2 and ended_at is null returning session_id`,
    values: [userId, but ?? null, at],
  })
  return ended.length
}

/** Who is signed in has shown again who they are; in a better way than before where one is named. */
export const confirmSession = async (tx: Tx, sessionId: string, shown: Shown | undefined, at: Date): Promise<void> => {
  const text = `update console_sessions set confirmed_at = $3,
                  shown = case when $2 = 'passkey' or ($2 = 'password_and_code' and shown = 'password') then $2 else shown end
                 where session_id = $1`
  await tx.run({ text, values: [sessionId, shown ?? null, at] })
}
