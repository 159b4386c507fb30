import { randomBytes } from 'node:crypto'
import { ok, type Result, refuse, whyBadPassword } from '@silkgate/domain'
import type { Logger } from 'pino'
import { mail, type PostOffice } from '../mail/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { badPassword } from './change-password.ts'
import { countLinks, endLinks, insertLink, type LinkKind, readLink, useLink } from './link.store.ts'
import { hashPassword } from './password.ts'
import { endOtherSessions } from './session.store.ts'
import { type ConsoleSessions, type Device, hashOf } from './sessions.ts'
import { lockUser, readUser, savePassword } from './user.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly mails: PostOffice
  readonly sessions: ConsoleSessions
  readonly publicUrl: string
}

const hourMs = 3_600_000
const lifeMs: Readonly<Record<LinkKind, number>> = { invitation: 72 * hourMs, recovery: hourMs }
/** So many times an hour somebody is mailed a way to a new password, whoever asks for it. */
const recoveriesAnHour = 3

/** Links that are mailed: an invitation, or a way to a new password. Each is used once, and kept as its hash. */
export const mailedLinks = ({ db, world, log, mails, sessions, publicUrl }: Needs) => {
  const wallNow = () => new Date(world.wallMs())

  /** What the browser keeps to itself, behind the #, reaches no log on the way. */
  const make = async (tx: Tx, kind: LinkKind, userId: string, at: Date): Promise<string> => {
    const token = randomBytes(32).toString('base64url')
    await insertLink(tx, { tokenHash: hashOf(token), kind, userId, until: new Date(at.getTime() + lifeMs[kind]) }, at)
    return `${publicUrl}/console/link#${token}`
  }

  const recover = async (email: string): Promise<void> => {
    const known = await readUser(db, email.toLowerCase())
    if (known === undefined) return
    const at = wallNow()
    await db.transaction('chore.sign_in', async (tx) => {
      const user = await lockUser(tx, known.user_id)
      if (user === undefined) return
      const made = await countLinks(tx, user.user_id, 'recovery', new Date(at.getTime() - hourMs))
      if (made >= recoveriesAnHour) return
      await mails.queue(tx, mail.recovery(user.email, await make(tx, 'recovery', user.user_id, at)), at)
    })
  }

  return {
    /** Mails somebody an invitation, in the transaction that adds them. */
    invite: async (tx: Tx, { userId, email, by }: { userId: string; email: string; by: string }): Promise<void> => {
      const at = wallNow()
      await mails.queue(tx, mail.invitation(email, await make(tx, 'invitation', userId, at), by), at)
    },

    /** Mails a way to a new password, if there is such an account. It answers at once, so that its time tells nothing. */
    recover: (email: string): void => {
      recover(email).catch((error: unknown) => log.error({ err: error }, 'a way to a new password was not mailed'))
    },

    /** Whom a link is for, so that its page can say so. */
    look: async (token: string) => {
      const found = await readLink(db, hashOf(token), wallNow())
      return found && { kind: found.kind, email: found.email, name: found.name, needs: found.need }
    },

    /** Sets the password that a link is for, and ends every session that there was. */
    use: async (token: string, password: string, device: Device): Promise<Result<{ readonly email: string }>> => {
      const found = await readLink(db, hashOf(token), wallNow())
      if (found === undefined) return refuse({ error: 'INVALID_LINK' })
      const why = whyBadPassword(password, found.email)
      if (why !== undefined) return refuse(badPassword(why))
      const passwordHash = await hashPassword(password)
      const at = wallNow()
      return db.transaction('chore.sign_in', async (tx): Promise<Result<{ readonly email: string }>> => {
        const user = await lockUser(tx, found.user_id)
        const kind = user && (await useLink(tx, hashOf(token), at))
        if (user === undefined || kind === undefined) return refuse({ error: 'INVALID_LINK' })
        await savePassword(tx, user.user_id, passwordHash)
        await endLinks(tx, user.user_id, ['invitation', 'recovery'], at)
        await sessions.record(tx, 'password.set', user, device.address, `by a mailed link: ${kind}`)
        await endOtherSessions(tx, user.user_id, undefined, at)
        if (kind === 'recovery') await mails.queue(tx, mail.passwordChanged(user.email), at)
        return ok({ email: user.email })
      })
    },
  }
}

export type MailedLinks = ReturnType<typeof mailedLinks>
