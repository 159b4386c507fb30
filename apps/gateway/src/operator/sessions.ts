import { createHash, randomBytes } from 'node:crypto'
import {
  afterPassword,
  afterWrongAttempt,
  type ErrorCode,
  isConfirmed,
  isFresh,
  isLocked,
  isSessionOver,
  needsProof,
  ok,
  outstandingOf,
  type Proof,
  type Result,
  refuse,
  type Shown,
} from '@silkgate/domain'
import { recordAct } from '../audit/index.ts'
import { mail, type PostOffice } from '../mail/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { isPassword } from './password.ts'
import { useRecoveryCode } from './recovery-code.store.ts'
import { recoveryHash } from './recovery-codes.ts'
import { totpStepOf } from './second-factor.ts'
import {
  confirmSession,
  endOtherSessions,
  endSession,
  insertSession,
  listSessions,
  readSession,
  type SessionRow,
  touchSession,
} from './session.store.ts'
import type { SignedIn } from './signed-in.ts'
import {
  attemptsOf,
  lockUser,
  readUser,
  type SignInRow,
  saveAttempts,
  saveTotpStep,
  type UserRow,
} from './user.store.ts'

type Needs = { readonly db: Db; readonly world: World; readonly masterKey: MasterKey; readonly mails: PostOffice }

export type Credentials = { readonly email: string; readonly password: string; readonly code: string | undefined }

/** Where a request comes from: the address and what the browser says it is. */
export type Device = { readonly address: string; readonly agent: string }

export const totpPlace = (userId: string): string => `users/${userId}/totp`

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

const touchEveryMs = 60_000

type Known = Pick<SessionRow, 'session_id' | 'address' | 'shown' | 'confirmed_at'>

const signedInAs = (user: SignInRow, { session_id, address, shown, confirmed_at }: Known, at: Date): SignedIn => ({
  userId: user.user_id,
  email: user.email,
  name: user.name,
  role: user.role,
  merchantId: user.merchant_id?.toString(),
  hasSecondFactor: user.totp_secret !== null,
  sessionId: session_id,
  address,
  mustSetUp: outstandingOf(user.need, shown),
  isConfirmed: isConfirmed(confirmed_at, at),
  isFresh: isFresh(user.need, confirmed_at, at),
})

export type Begun = { readonly token: string; readonly as: SignedIn }
type Attempt<T> = { readonly refused: ErrorCode; readonly isLockedNow?: boolean } | { readonly value: T }

/** What is listed of a session. */
const shownSession = (row: SessionRow, own: string | undefined) => ({
  sessionId: row.session_id,
  isThis: row.session_id === own,
  address: row.address,
  agent: row.agent,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})

/** Sessions of the console: begun with what somebody shows, found by the cookie's token. */
export const consoleSessions = ({ db, world, masterKey, mails }: Needs) => {
  const wallNow = () => new Date(world.wallMs())

  /** What a code is: of the authenticator, or one of the codes kept for its loss. Either is used up. */
  const proofOf = async (tx: Tx, user: SignInRow, code: string | undefined): Promise<Proof> => {
    if (code === undefined) return 'none'
    if (!/^\d{6}$/.test(code)) {
      return (await useRecoveryCode(tx, user.user_id, recoveryHash(code), wallNow())) ? 'recovery_code' : 'wrong'
    }
    if (user.totp_secret === null) return 'wrong'
    const secret = masterKey.open(totpPlace(user.user_id), user.totp_secret)
    const step = totpStepOf(secret, code, { wallMs: world.wallMs(), lastStep: user.totp_last_step })
    if (step === undefined) return 'wrong'
    await saveTotpStep(tx, user.user_id, step)
    return 'code'
  }

  /** Puts what somebody has shown, or not, into the trail. */
  const record = (
    tx: Tx,
    operation: string,
    user: UserRow | undefined,
    from: string,
    outcome: string,
  ): Promise<void> => {
    const nobody = { by: null, role: null, organisation: undefined }
    const by =
      user === undefined ? nobody : { by: user.email, role: user.role, organisation: user.merchant_id?.toString() }
    return recordAct(tx, { door: 'console', origin: from, ...by, operation, now: world.now }, outcome)
  }

  /** Answers whether it locks the account. */
  const countWrong = async (tx: Tx, user: SignInRow, at: Date): Promise<boolean> => {
    const attempts = afterWrongAttempt(attemptsOf(user), at)
    await saveAttempts(tx, user.user_id, attempts)
    if (attempts.lockedUntil !== undefined) await mails.queue(tx, mail.locked(user.email), at)
    return attempts.lockedUntil !== undefined
  }

  type Tried = UserRow & { readonly isRight: boolean; readonly code: string | undefined }

  /** One attempt, under the lock of the account. */
  const tryOnce = async <T>(
    tx: Tx,
    { isRight, code, ...known }: Tried,
    goOn: (tx: Tx, user: SignInRow, shown: Shown, at: Date) => Promise<T>,
  ): Promise<Attempt<T>> => {
    const [user, at] = [await lockUser(tx, known.user_id), wallNow()]
    if (user === undefined || user.password_hash !== known.password_hash) return { refused: 'SIGN_IN_REFUSED' }
    if (isLocked(attemptsOf(user), at)) {
      // As much work as for a wrong password.
      await saveAttempts(tx, user.user_id, attemptsOf(user))
      return { refused: 'SIGN_IN_LOCKED' }
    }
    const has = { hasTotp: user.totp_secret !== null, hasPasskey: user.has_passkey }
    const proof = isRight && needsProof(user.need, has) ? await proofOf(tx, user, code) : 'none'
    const after = isRight ? afterPassword(user.need, has, proof) : ({ refused: 'SIGN_IN_REFUSED' } as const)
    if ('refused' in after) {
      const isLockedNow = after.refused === 'SIGN_IN_REFUSED' && (await countWrong(tx, user, at))
      return { ...after, isLockedNow }
    }
    await saveAttempts(tx, user.user_id, { failures: 0, lockedUntil: undefined })
    return { value: await goOn(tx, user, after.shown, at) }
  }

  /** What an attempt costs at an account that there is: nothing is found and nothing is changed. */
  const tryNobody = async (tx: Tx): Promise<Attempt<never>> => {
    const nobody = world.newId()
    await lockUser(tx, nobody)
    await saveAttempts(tx, nobody, { failures: 0, lockedUntil: undefined })
    return { refused: 'SIGN_IN_REFUSED' }
  }

  /**
   * Lets somebody show who they are and goes on with it. Nobody learns from the time that it takes whether an account exists;
   * wrong attempts are counted under the account's lock, so that many at once count as many.
   */
  const showing = async <T>(
    { email, password, code }: Credentials,
    [operation, from]: readonly [operation: string, from: string],
    goOn: (tx: Tx, user: SignInRow, shown: Shown, at: Date) => Promise<T>,
  ): Promise<Result<T>> => {
    const known = await readUser(db, email.toLowerCase())
    const isRight = await isPassword(password, known?.password_hash)
    const attempt = await db.transaction('chore.sign_in', async (tx): Promise<Attempt<T>> => {
      const tried = known === undefined ? await tryNobody(tx) : await tryOnce(tx, { ...known, isRight, code }, goOn)
      const outcome =
        'value' in tried ? 'signed in' : `${tried.refused}${tried.isLockedNow ? ', which locks the account' : ''}`
      await record(tx, operation, known, from, outcome)
      return tried
    })
    return 'value' in attempt ? ok(attempt.value) : refuse({ error: attempt.refused })
  }

  /** Begins a session of somebody who has shown who they are. */
  const begin = async (tx: Tx, user: SignInRow, shown: Shown, { address, agent }: Device, at: Date): Promise<Begun> => {
    const [token, sessionId] = [randomBytes(32).toString('base64url'), world.newId()]
    await insertSession(tx, { tokenHash: hashOf(token), sessionId, userId: user.user_id, address, agent, shown }, at)
    return { token, as: signedInAs(user, { session_id: sessionId, address, shown, confirmed_at: at }, at) }
  }

  /** Who a cookie's token belongs to now, or undefined. What a page asks for by itself is no use of the session. */
  const find = async (
    token: string | undefined,
    address: string,
    isByItself = false,
  ): Promise<SignedIn | undefined> => {
    if (token === undefined) return undefined
    const row = await readSession(db, hashOf(token))
    const at = wallNow()
    if (row === undefined || isSessionOver({ createdAt: row.created_at, lastSeenAt: row.last_seen_at }, at))
      return undefined
    const isOld = at.getTime() - row.last_seen_at.getTime() > touchEveryMs
    if (isOld && !isByItself) await touchSession(db, row.session_id, at)
    return signedInAs(row, { ...row, address }, at)
  }

  return {
    /** Whoever is not signed in is not told that an account is locked: that would say that there is one. */
    signIn: async (credentials: Credentials, device: Device): Promise<Result<Begun>> => {
      const shown = await showing(credentials, ['session.begin', device.address], (tx, user, how, at) =>
        begin(tx, user, how, device, at),
      )
      const isLockedOut = !shown.ok && shown.refusals.some(({ error }) => error === 'SIGN_IN_LOCKED')
      return isLockedOut ? refuse({ error: 'SIGN_IN_REFUSED' }) : shown
    },
    begin,
    record,
    find,
    /** Shows once more who is signed in, so that they may change how they sign in. */
    confirm: (
      { email, sessionId, address }: SignedIn,
      password: string,
      code: string | undefined,
    ): Promise<Result<void>> =>
      showing({ email, password, code }, ['session.confirm', address], (tx, _user, _shown, at) =>
        confirmSession(tx, sessionId, undefined, at),
      ),
    end: ({ userId }: Pick<SignedIn, 'userId'>, sessionId: string) => endSession(db, userId, sessionId, wallNow()),
    endOthers: ({ userId, sessionId }: SignedIn) =>
      db.transaction('chore.sign_in', (tx) => endOtherSessions(tx, userId, sessionId, wallNow())),
    list: async ({ userId, sessionId }: { readonly userId: string; readonly sessionId?: string }) =>
      (await listSessions(db, userId)).map((row) => shownSession(row, sessionId)),
  }
}

export type ConsoleSessions = ReturnType<typeof consoleSessions>
