import { randomUUID } from 'node:crypto'
import {
  type ErrorCode,
  isMerchantId,
  type MerchantId,
  ok,
  type Refusal,
  type Result,
  type Role,
  refuse,
  roles,
  type SignInNeed,
} from '@silkgate/domain'
import type { PostOffice } from '../mail/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { isUuid } from '../uuid-of.ts'
import type { World } from '../world.ts'
import type { MailedLinks } from './links.ts'
import type { OidcSignIn } from './oidc.ts'
import { listPeople, lockPerson, type PersonRow, savePerson } from './people.store.ts'
import { isMerchant, listRules, putRule } from './rule.store.ts'
import { endOtherSessions } from './session.store.ts'
import type { ConsoleSessions } from './sessions.ts'
import type { SignedIn } from './signed-in.ts'
import { disableUser, enableUser, forgetFactors, insertUser } from './user.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly sessions: ConsoleSessions
  readonly links: MailedLinks
  readonly mails: PostOffice
  readonly oidc: OidcSignIn
}

const shown = (row: PersonRow, by: SignedIn) => ({
  userId: row.user_id,
  isYou: row.user_id === by.userId,
  email: row.email,
  name: row.name,
  role: row.role,
  merchantId: row.merchant_id?.toString(),
  hasPassword: row.has_password,
  hasAuthenticator: row.has_totp,
  passkeys: row.passkeys,
  hasOidc: row.has_oidc,
  lastSeenAt: row.last_seen_at,
  invitedUntil: row.has_password || row.has_oidc ? null : row.invited_until,
  lockedUntil: row.locked_until,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
})

export type ShownPerson = ReturnType<typeof shown>

const no = (error: ErrorCode, propertyName?: string, message?: string): Result<never> =>
  refuse({ error, ...(propertyName && { propertyName }), ...(message && { message }) } as Refusal)

/** Whether somebody of this organisation may have the role. */
const isOf = (role: Role, merchantId: MerchantId | undefined): boolean =>
  (roles[role].of === 'merchant') === (merchantId !== undefined)

const wrongRole = no('INVALID_VALUE', 'role', 'This is not a role of that organisation.')
const unknownPerson = no('INVALID_USER_ID', 'userId')

/** The people of an organisation, and what it asks of them. A merchant's administrator has that merchant's alone. */
export const people = ({ db, world, sessions, links, mails, oidc }: Needs) => {
  const wallNow = () => new Date(world.wallMs())

  /** Does something about somebody whom the caller may see; `others` about anybody but themselves. */
  const about = async <T>(
    by: SignedIn,
    userId: string,
    deed: (tx: Tx, person: PersonRow) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    if (!isUuid(userId)) return unknownPerson
    return db.transaction('chore.sign_in', async (tx) => {
      const person = await lockPerson(tx, userId, by.merchantId)
      return person === undefined ? unknownPerson : deed(tx, person)
    })
  }

  return {
    list: async (by: SignedIn) => (await listPeople(db, by.merchantId)).map((row) => shown(row, by)),

    invite: async (
      by: SignedIn,
      fields: { email: string; name: string; role: Role; merchantId: string | undefined },
    ): Promise<Result<{ readonly userId: string }>> => {
      if (!mails.isOpen) return no('NOT_SET_UP')
      const merchantId = by.merchantId ?? fields.merchantId
      if (!isOf(fields.role, merchantId)) return wrongRole
      const [userId, email] = [randomUUID(), fields.email.toLowerCase()]
      const person = { userId, email, name: fields.name, role: fields.role, merchantId, passwordHash: null }
      return db.transaction('chore.sign_in', async (tx) => {
        if (merchantId !== undefined && !(isMerchantId(merchantId) && (await isMerchant(tx, merchantId))))
          return no('INVALID_VALUE', 'merchantId', 'There is no such merchant.')
        if (!(await insertUser(tx, person, world.now()))) return no('EMAIL_TAKEN', 'email')
        await links.invite(tx, { userId, email, by: by.email })
        return ok({ userId })
      })
    },

    inviteAgain: (by: SignedIn, userId: string) =>
      about(by, userId, async (tx, { email, has_password, disabled_at }) => {
        if (!mails.isOpen) return no('NOT_SET_UP')
        if (has_password || disabled_at !== null) return no('INVALID_USER_ID', 'userId', 'They have come already.')
        await links.invite(tx, { userId, email, by: by.email })
        return ok(undefined)
      }),

    /** Another name or role, or whether they may sign in at all. */
    change: (by: SignedIn, userId: string, fields: { name?: string; role?: Role; isDisabled?: boolean }) =>
      about(by, userId, async (tx, person): Promise<Result<void>> => {
        const { name = person.name, role = person.role, isDisabled = person.disabled_at !== null } = fields
        const isSelf = person.user_id === by.userId
        if (isSelf && (role !== person.role || isDisabled)) return no('NOT_YOURSELF')
        if (!isOf(role, person.merchant_id?.toString())) return wrongRole
        await savePerson(tx, userId, { name, role })
        if (!isDisabled) await enableUser(tx, userId)
        else if (await disableUser(tx, userId, world.now())) await endOtherSessions(tx, userId, undefined, wallNow())
        return ok(undefined)
      }),

    /** Takes away the authenticator, passkeys and codes of somebody who has lost them, and ends their sessions. */
    resetFactors: (by: SignedIn, userId: string) =>
      about(by, userId, async (tx, person): Promise<Result<void>> => {
        if (person.user_id === by.userId) return no('NOT_YOURSELF')
        await forgetFactors(tx, userId)
        await endOtherSessions(tx, userId, undefined, wallNow())
        return ok(undefined)
      }),

    sessionsOf: (by: SignedIn, userId: string) =>
      about(by, userId, async () => ok(await sessions.list({ userId, sessionId: by.sessionId }))),

    endSessions: (by: SignedIn, userId: string) =>
      about(by, userId, async (tx) => {
        await endOtherSessions(tx, userId, by.userId === userId ? by.sessionId : undefined, wallNow())
        return ok(undefined)
      }),

    rules: async (by: SignedIn) =>
      (await listRules(db, by.merchantId)).map((row) => ({
        ...{ merchantId: row.merchant_id?.toString(), needs: row.needs, setBy: row.set_by, setAt: row.set_at },
      })),

    /** Sets what an organisation asks for. Sessions that have not shown it are led to set it up. */
    setRule: async (
      by: SignedIn,
      { needs, merchantId: named }: { needs: SignInNeed; merchantId: string | undefined },
    ): Promise<Result<void>> => {
      if (by.merchantId !== undefined && named !== undefined && named !== by.merchantId)
        return no('INVALID_VALUE', 'merchantId', 'There is no such merchant.')
      if (needs === 'oidc' && oidc.name === undefined) return no('NOT_SET_UP')
      const merchantId = by.merchantId ?? named
      return db.transaction('chore.sign_in', async (tx) => {
        if (merchantId !== undefined && !(isMerchantId(merchantId) && (await isMerchant(tx, merchantId))))
          return no('INVALID_VALUE', 'merchantId', 'There is no such merchant.')
        await putRule(tx, { merchantId, needs, by: by.email }, wallNow())
        return ok(undefined)
      })
    },
  }
}

export type People = ReturnType<typeof people>
