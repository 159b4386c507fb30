import type { Attempts, MerchantId, Role } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

export type UserRow = {
  readonly user_id: string
  readonly email: string
  readonly name: string
  readonly merchant_id: bigint | null
  readonly role: Role
  readonly password_hash: string | null
  readonly totp_secret: Buffer | null
  readonly totp_last_step: bigint | null
  readonly failures: number
  readonly locked_until: Date | null
  readonly created_at: Date
  readonly disabled_at: Date | null
}

export type NewUser = {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly merchantId: MerchantId | undefined
  readonly role: Role
  readonly passwordHash: string
}

export const attemptsOf = ({ failures, locked_until }: UserRow): Attempts => ({
  failures,
  lockedUntil: locked_until ?? undefined,
})

/** Adds somebody; answers false when the e-mail address is taken. */
export const insertUser = async (db: Db, user: NewUser, at: Date): Promise<boolean> => {
  const { userId, email, name, merchantId, role, passwordHash } = user
  const added = await db.write('chore.set_up', {
    text: `insert into users (user_id, email, name, merchant_id, role, password_hash, created_at)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning user_id`,
    values: [userId, email, name, merchantId ?? null, role, passwordHash, at],
  })
  return added.length === 1
}

/** Somebody who may sign in. */
export const readUser = async (db: Db, email: string): Promise<UserRow | undefined> => {
  const text = 'select * from users where email = $1 and disabled_at is null'
  const [row] = await db.read<UserRow>({ text, values: [email] })
  return row
}

export const lockUser = async (tx: Tx, userId: string): Promise<UserRow | undefined> => {
  const text = 'select * from users where user_id = $1 and disabled_at is null for update'
  const [row] = await tx.run<UserRow>({ text, values: [userId] })
  return row
}

export const listUsers = (db: Db): Promise<UserRow[]> =>
  db.read<UserRow>({ text: 'select * from users order by merchant_id nulls first, email', values: [] })

export const saveAttempts = async (tx: Tx, userId: string, { failures, lockedUntil }: Attempts): Promise<void> => {
  const text = 'update users set failures = $2, locked_until = $3 where user_id = $1'
  await tx.run({ text, values: [userId, failures, lockedUntil ?? null] })
}

export const saveTotpStep = async (tx: Tx, userId: string, step: bigint): Promise<void> => {
  await tx.run({ text: 'update users set totp_last_step = $2 where user_id = $1', values: [userId, step] })
}

/** From now on a second factor is needed; answers false where there is one already, which no session can replace. */
export const saveTotpSecret = async (db: Db, userId: string, sealed: Buffer, step: bigint): Promise<boolean> => {
  const text = `update users set totp_secret = $2, totp_last_step = $3
                 where user_id = $1 and totp_secret is null returning user_id`
  return (await db.write('chore.sign_in', { text, values: [userId, sealed, step] })).length === 1
}

/** Takes somebody's second factor away, who has lost it; answers false where there is none. */
export const forgetTotpSecret = async (db: Db, email: string): Promise<boolean> => {
  const text = `update users set totp_secret = null, totp_last_step = null
                 where email = $1 and totp_secret is not null returning user_id`
  return (await db.write('chore.set_up', { text, values: [email] })).length === 1
}

/** Nobody signs in as them any more; what they did stays theirs. Answers false where nobody is there. */
export const disableUser = async (tx: Tx, email: string, at: Date): Promise<boolean> => {
  const ended = await tx.run<{ user_id: string }>({
    text: 'update users set disabled_at = $2 where email = $1 and disabled_at is null returning user_id',
    values: [email, at],
  })
  for (const { user_id } of ended) {
    const text = 'update console_sessions set ended_at = $2 where user_id = $1 and ended_at is null'
    await tx.run({ text, values: [user_id, at] })
  }
  return ended.length === 1
}
