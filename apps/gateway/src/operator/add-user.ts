import { randomBytes, randomUUID } from 'node:crypto'
import { type MerchantId, type Role, roles } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { hashPassword } from './password.ts'
import { insertUser } from './user.store.ts'

export type Person = {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly merchantId: MerchantId | undefined
  /** Without it, one is made. */
  readonly password?: string
}

/** Why somebody cannot have a role, or undefined. */
export const whyNoSuchRole = (role: Role, merchantId: MerchantId | undefined): string | undefined => {
  if ((roles[role].of === 'merchant') === (merchantId !== undefined)) return undefined
  return roles[role].of === 'merchant'
    ? `--role: ${role} is a role at a merchant; say at which with --merchant.`
    : `--role: ${role} is a role of the operator's people; leave --merchant out, or choose a role that begins with merchant_.`
}

/** Adds somebody; answers the password, which is never shown again, or undefined when the e-mail address is taken. */
export const addUser = async (db: Db, { password, ...person }: Person, at: Date): Promise<string | undefined> => {
  const chosen = password ?? randomBytes(15).toString('base64url')
  const user = { ...person, userId: randomUUID(), passwordHash: await hashPassword(chosen) }
  return (await db.transaction('chore.set_up', (tx) => insertUser(tx, user, at))) ? chosen : undefined
}
