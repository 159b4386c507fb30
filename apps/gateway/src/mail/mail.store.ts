import type { Db, Tx } from '../postgres/db.ts'

export type MailRow = {
  readonly mail_id: string
  readonly to_address: string
  readonly subject: string
  readonly sealed_text: Buffer | null
  readonly made_at: Date
  readonly attempts: number
}

export type NewMail = {
  readonly mailId: string
  readonly to: string
  readonly subject: string
  readonly sealed: Buffer
}

export const insertMail = async (tx: Tx, { mailId, to, subject, sealed }: NewMail, at: Date): Promise<void> => {
  await tx.run({
    text: `insert into mails (mail_id, to_address, subject, sealed_text, made_at, next_try_at)
           values ($1, $2, $3, $4, $5, $5)`,
    values: [mailId, to, subject, sealed, at],
  })
}

/** Takes up what is to be sent, and puts its next try off, so that nobody else takes it meanwhile. */
export const claimMails = (db: Db, most: number, at: Date, again: Date): Promise<MailRow[]> =>
  db.write<MailRow>('chore.send_mail', {
    text: `update mails set attempts = attempts + 1, next_try_at = $3
            where mail_id in (select mail_id from mails where next_try_at <= $2
                               order by next_try_at limit $1 for update skip locked)
            returning mail_id, to_address, subject, sealed_text, made_at, attempts`,
    values: [most, at, again],
  })

/** The mail server has it; what it said is removed. */
export const markSent = async (db: Db, mailId: string, at: Date): Promise<void> => {
  const text = 'update mails set sent_at = $2, next_try_at = null, sealed_text = null where mail_id = $1'
  await db.write('chore.send_mail', { text, values: [mailId, at] })
}

/** When it is tried again; null gives up, and what it said is removed. */
export const putMailOff = async (db: Db, mailId: string, until: Date | null): Promise<void> => {
  const text = `update mails set next_try_at = $2::timestamptz,
                  sealed_text = case when $2::timestamptz is not null then sealed_text end
                 where mail_id = $1`
  await db.write('chore.send_mail', { text, values: [mailId, until] })
}

/** The last mails, the newest first. */
export const listMails = (db: Db): Promise<MailRow[]> =>
  db.read<MailRow>({
    text: `select mail_id, to_address, subject, sealed_text, made_at, attempts from mails
            order by made_at desc, mail_id limit 50`,
    values: [],
  })
