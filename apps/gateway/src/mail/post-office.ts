import type { Tx } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { insertMail } from './mail.store.ts'
import type { Mail } from './mails.ts'

export type PostOffice = {
  /** Whether mails reach anybody: a mail server, or in the sandbox its mailbox page. */
  readonly isOpen: boolean
  /** Queues a mail in the transaction that it tells of. Where nobody can be reached, it does nothing. */
  readonly queue: (tx: Tx, mail: Mail, at: Date) => Promise<void>
}

export const mailPlace = (mailId: string): string => `mails/${mailId}`

type Needs = { readonly world: World; readonly masterKey: MasterKey; readonly isOpen: boolean }

export const postOffice = ({ world, masterKey, isOpen }: Needs): PostOffice => ({
  isOpen,
  queue: async (tx, { to, subject, text }, at) => {
    if (!isOpen) return
    const mailId = world.newId()
    await insertMail(tx, { mailId, to, subject, sealed: masterKey.seal(mailPlace(mailId), text) }, at)
  },
})
