import {
  longestPassword,
  ok,
  type PasswordFault,
  type Refusal,
  type Result,
  refuse,
  shortestPassword,
  whyBadPassword,
} from '@silkgate/domain'
import { mail, type PostOffice } from '../mail/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { hashPassword } from './password.ts'
import { endOtherSessions } from './session.store.ts'
import type { ConsoleSessions } from './sessions.ts'
import type { SignedIn } from './signed-in.ts'
import { savePassword } from './user.store.ts'

const says: Readonly<Record<PasswordFault, string>> = {
  too_short: `Choose a password of at least ${shortestPassword} characters.`,
  too_long: `Choose a password of at most ${longestPassword} characters.`,
  common: 'Many people use this password, so others try it early. Choose another one.',
  email: 'The password is your e-mail address. Choose another one.',
}

export const badPassword = (fault: PasswordFault): Refusal => ({
  error: 'PASSWORD_REFUSED',
  propertyName: 'password',
  message: says[fault],
})

type Needs = { readonly db: Db; readonly world: World; readonly sessions: ConsoleSessions; readonly mails: PostOffice }

/** Changes one's password: the old one is asked for, with a code where there is an authenticator. Ends one's other sessions. */
export const changePassword =
  ({ db, world, sessions, mails }: Needs) =>
  async (
    by: SignedIn,
    fields: { oldPassword: string; code: string | undefined; password: string },
  ): Promise<Result<void>> => {
    const why = whyBadPassword(fields.password, by.email)
    if (why !== undefined) return refuse(badPassword(why))
    const shown = await sessions.confirm(by, fields.oldPassword, fields.code)
    if (!shown.ok) return shown
    const passwordHash = await hashPassword(fields.password)
    const at = new Date(world.wallMs())
    await db.transaction('chore.sign_in', async (tx) => {
      await savePassword(tx, by.userId, passwordHash)
      await endOtherSessions(tx, by.userId, by.sessionId, at)
      await mails.queue(tx, mail.passwordChanged(by.email), at)
    })
    return ok(undefined)
  }

export type ChangePassword = ReturnType<typeof changePassword>
