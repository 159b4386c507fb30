import type { Logger } from 'pino'
import { between, type Reach } from '../crash-points.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { claimMails, type MailRow, markSent, putMailOff } from './mail.store.ts'
import { mailPlace } from './post-office.ts'

/** The mail server, as SMTP_URL names it, and what mails come from. */
export type MailServer = { readonly url: string; readonly from: string; readonly needsTls: boolean }

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly reach: Reach
  readonly masterKey: MasterKey
  readonly server: MailServer | undefined
}

const atOnce = 5
const minuteMs = 60_000
/** After so many tries, with ever longer waits, the link in it is too old anyway. */
const mostTries = 8

const putOffByMs = (attempts: number): number => Math.min(60, 2 ** attempts) * minuteMs

/** Sends what is queued, with later tries where the mail server does not take it. A mail may arrive twice, and is not lost. */
export const sendMails = ({ db, world, log, reach, masterKey, server }: Needs) => {
  if (server === undefined) return { takeUp: async () => 0 }
  // Read where mails are sent at all: it takes a tenth of a program's start.
  const opened = import('nodemailer').then(({ createTransport }) =>
    createTransport({
      url: server.url,
      requireTLS: server.needsTls,
      connectionTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  )
  const send = async ({ mail_id, to_address: to, subject, sealed_text, attempts }: MailRow): Promise<void> => {
    const text = sealed_text === null ? '' : masterKey.open(mailPlace(mail_id), sealed_text)
    try {
      const transport = await opened
      await between(reach, 'chore.send_mail', () => transport.sendMail({ from: server.from, to, subject, text }))
      await markSent(db, mail_id, new Date(world.wallMs()))
    } catch (error) {
      const isOver = attempts >= mostTries
      log.warn({ err: error, mailId: mail_id, attempts, isOver }, 'a mail was not sent')
      await putMailOff(db, mail_id, isOver ? null : new Date(world.wallMs() + putOffByMs(attempts)))
    }
  }
  return {
    takeUp: async (): Promise<number> => {
      const now = world.wallMs()
      const claimed = await claimMails(db, atOnce, new Date(now), new Date(now + minuteMs))
      await Promise.all(claimed.map(send))
      return claimed.length
    },
  }
}
