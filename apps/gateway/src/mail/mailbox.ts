import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { listMails } from './mail.store.ts'
import { mailPlace } from './post-office.ts'

/** In the sandbox: the mails that nobody was sent, for its mailbox page. */
export const mailbox = (db: Db, masterKey: MasterKey) => async () =>
  (await listMails(db)).map(({ mail_id, to_address: to, subject, sealed_text, made_at: at }) => ({
    ...{ to, subject, at },
    text: sealed_text === null ? '' : masterKey.open(mailPlace(mail_id), sealed_text),
  }))

export type Mailbox = ReturnType<typeof mailbox>
