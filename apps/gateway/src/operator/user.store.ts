import type { Attempts, MerchantId, Role, SignInNeed } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { needOf } from './rule.store.ts'

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

/** Somebody with what their organisation asks for, and whether they have a passkey. */
export type SignInRow = UserRow & { readonly need: SignInNeed; readonly has_passkey: boolean }

export const signInColumns = `u.*, ${needOf('u')} as need,
  exists (select from passkeys p where p.user_id = u.user_id) as has_passkey`

export type NewUser = {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly merchantId: MerchantId | undefined
  readonly role: Role
  /** Null until somebody invited has chosen a password. */
  readonly passwordHash: string | null
}

export const attemptsOf = ({ failures, locked_until }: UserRow): Attempts => ({
  failures,
  lockedUntil: locked_until ?? undefined,
})

/** Adds somebody; answers false when the e-mail address is taken. */
export const insertUser = async (tx: Tx, user: NewUser, at: Date): Promise<boolean> => {
  const { userId, email, name, merchantId, role, passwordHash } = user
  const added = await tx.run({
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

export const lockUser = async (tx: Tx, userId: string): Promise<SignInRow | undefined> => {
  const text = `select ${signInColumns} from users u where user_id = $1 and disabled_at is null for update of u`
  const [row] = await tx.run<SignInRow>({ text, values: [userId] })
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
export const saveTotpSecret = async (tx: Tx, userId: string, sealed: Buffer, step: bigint): Promise<boolean> => {
  const text = `update users set totp_secret = $2, totp_last_step = $3
                 where user_id = $1 and totp_secret is null returning user_id`
  return (await tx.run({ text, values: [userId, sealed, step] })).length === 1
}

export const forgetTotpSecret = async (tx: Tx, userId: string): Promise<void> => {
  await tx.run({
    text: 'update users set totp_secret = null, totp_last_step = null where user_id = $1',
    values: [userId],
  })
}

/** Takes away what somebody has beside their password, since they have lost it; answers false where there is nothing. */
export const forgetFactors = async (tx: Tx, userId: string): Promise<boolean> => {
  const taken = await tx.run({
    text: `with keys as (delete from passkeys where user_id = $1 returning user_id),
                codes as (delete from recovery_codes where user_id = $1 returning user_id),
                links as (delete from oidc_links where user_id = $1 returning user_id),
                totp as (update users set totp_secret = null, totp_last_step = null
                          where user_id = $1 and totp_secret is not null returning user_id)
           select user_id from keys union all select user_id from totp union all select user_id from links`,
    values: [userId],
  })
  return taken.length > 0
}

/** A new password; a lock that wrong ones had brought is over. */
export const savePassword = async (tx: Tx, userId: string, passwordHash: string): Promise<void> => {
  const text = 'update users set password_hash = $2, failures = 0, locked_until = null where user_id = $1'
  await tx.run({ text, values: [userId, passwordHash] })
}

/** Nobody signs in as them any more; what they did stays theirs. Answers false where they could not before. */
export const disableUser = async (tx: Tx, userId: string, at: Date): Promise<boolean> => {
  const text = 'update users set disabled_at = $2 where user_id = $1 and disabled_at is null returning user_id'
  return (await tx.run({ text, values: [userId, at] })).length === 1
}

export const enableUser = async (tx: Tx, userId: string): Promise<void> => {
  await tx.run({ text: 'update users set disabled_at = null where user_id = $1', values: [userId] })
}
