import { createHash, randomBytes } from 'node:crypto'
import { afterWrongAttempt, type ErrorCode, isLocked, isSessionOver, ok, type Result, refuse } from '@silkgate/domain'
import { recordAct } from '../audit/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { isPassword } from './password.ts'
import { totpStepOf } from './second-factor.ts'
import { endSession, insertSession, listSessions, readSession, touchSession } from './session.store.ts'
import { actOf, type SignedIn } from './signed-in.ts'
import { attemptsOf, lockUser, readUser, saveAttempts, saveTotpStep, type UserRow } from './user.store.ts'

type Needs = { readonly db: Db; readonly world: World; readonly masterKey: MasterKey }

export type Credentials = { readonly email: string; readonly password: string; readonly code: string | undefined }

/** Where a request comes from: the address and what the browser says it is. */
export type Device = { readonly address: string; readonly agent: string }

export const totpPlace = (userId: string): string => `users/${userId}/totp`

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

const touchEveryMs = 60_000

const signedInAs = (user: UserRow, session: { sessionId: string; address: string }): SignedIn => ({
  userId: user.user_id,
  email: user.email,
  name: user.name,
  role: user.role,
  merchantId: user.merchant_id?.toString(),
  hasSecondFactor: user.totp_secret !== null,
  ...session,
})

type Begun = { readonly token: string; readonly as: SignedIn }
type Attempt = { readonly refused: ErrorCode; readonly lockedUntil?: Date | undefined } | Begun

/** Sessions of the console: begun with a password and, where one was set up, a code; found by the cookie's token. */
export const consoleSessions = ({ db, world, masterKey }: Needs) => {
  /** What a right password still has to show; undefined where it is enough. */
  const missingFactor = (user: UserRow, code: string | undefined): ErrorCode | { step: bigint } | undefined => {
    if (user.totp_secret === null) return undefined
    if (code === undefined) return 'SECOND_FACTOR_NEEDED'
    const secret = masterKey.open(totpPlace(user.user_id), user.totp_secret)
    const step = totpStepOf(secret, code, { wallMs: world.wallMs(), lastStep: user.totp_last_step })
    return step === undefined ? 'SIGN_IN_REFUSED' : { step }
  }

  /** Puts an attempt to sign in into the trail, whatever came of it. */
  const recordAttempt = (tx: Tx, user: UserRow | undefined, { address }: Device, outcome: string): Promise<void> => {
    const operation = 'session.begin'
    if (user !== undefined)
      return recordAct(tx, actOf(signedInAs(user, { sessionId: '', address }), operation, world.now), outcome)
    const nobody = { by: null, role: null, organisation: undefined }
    return recordAct(tx, { door: 'console', origin: address, ...nobody, operation, now: world.now }, outcome)
  }

  type Tried = UserRow & { readonly isRight: boolean; readonly code: string | undefined }

  /** One attempt, under the lock of the account. */
  const tryOnce = async (tx: Tx, { isRight, code, ...known }: Tried, device: Device, at: Date): Promise<Attempt> => {
    const user = await lockUser(tx, known.user_id)
    if (user === undefined || user.password_hash !== known.password_hash) return { refused: 'SIGN_IN_REFUSED' }
    if (isLocked(attemptsOf(user), at)) return { refused: 'SIGN_IN_LOCKED' }
    const factor = isRight ? missingFactor(user, code) : 'SIGN_IN_REFUSED'
    if (typeof factor === 'string') {
      if (factor !== 'SIGN_IN_REFUSED') return { refused: factor }
      const attempts = afterWrongAttempt(attemptsOf(user), at)
      await saveAttempts(tx, user.user_id, attempts)
      return { refused: factor, lockedUntil: attempts.lockedUntil }
    }
    if (factor !== undefined) await saveTotpStep(tx, user.user_id, factor.step)
    await saveAttempts(tx, user.user_id, { failures: 0, lockedUntil: undefined })
    const [token, sessionId] = [randomBytes(32).toString('base64url'), world.newId()]
    await insertSession(tx, { tokenHash: hashOf(token), sessionId, userId: user.user_id, ...device }, at)
    return { token, as: signedInAs(user, { sessionId, address: device.address }) }
  }

  /**
   * Begins a session. Nobody learns from the answer or its time whether an account exists; wrong attempts are counted under
   * the account's lock, so that many at once count as many.
   */
  const signIn = async ({ email, password, code }: Credentials, device: Device): Promise<Result<Begun>> => {
    const known = await readUser(db, email.toLowerCase())
    const isRight = await isPassword(password, known?.password_hash)
    if (known === undefined) {
      await db.transaction('chore.sign_in', (tx) => recordAttempt(tx, undefined, device, 'SIGN_IN_REFUSED'))
      return refuse({ error: 'SIGN_IN_REFUSED' })
    }
    const at = new Date(world.wallMs())
    const attempt = await db.transaction('chore.sign_in', async (tx): Promise<Attempt> => {
      const tried = await tryOnce(tx, { ...known, isRight, code }, device, at)
      const isLockedNow = 'lockedUntil' in tried && tried.lockedUntil !== undefined
      const outcome =
        'token' in tried ? 'signed in' : `${tried.refused}${isLockedNow ? ', which locks the account' : ''}`
      await recordAttempt(tx, known, device, outcome)
      return tried
    })
    return 'token' in attempt ? ok(attempt) : refuse({ error: attempt.refused })
  }

  /** Who a cookie's token belongs to now, or undefined. */
  const find = async (token: string | undefined, address: string): Promise<SignedIn | undefined> => {
    if (token === undefined) return undefined
    const row = await readSession(db, hashOf(token))
    const at = new Date(world.wallMs())
    if (row === undefined || isSessionOver({ createdAt: row.created_at, lastSeenAt: row.last_seen_at }, at))
      return undefined
    if (at.getTime() - row.last_seen_at.getTime() > touchEveryMs) await touchSession(db, row.session_id, at)
    return signedInAs(row, { sessionId: row.session_id, address })
  }

  return {
    signIn,
    find,
    end: ({ userId }: SignedIn, sessionId: string) => endSession(db, userId, sessionId, new Date(world.wallMs())),
    list: async ({ userId, sessionId }: SignedIn) =>
      (await listSessions(db, userId)).map((row) => ({
        sessionId: row.session_id,
        isThis: row.session_id === sessionId,
        address: row.address,
        agent: row.agent,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
      })),
  }
}

export type ConsoleSessions = ReturnType<typeof consoleSessions>
