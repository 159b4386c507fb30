import { isMerchantId, isRole, type Role, roles } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readEmail, withTools } from '../command-line.ts'
import { readMerchant } from '../merchant/index.ts'
import { addUser, whyNoSuchRole } from './add-user.ts'
import { disableUser, forgetTotpSecret, listUsers, type UserRow } from './user.store.ts'

const readRole = (text: string): Role => {
  if (isRole(text)) return text
  throw new Error(`--role: there is no role "${text}". There are ${Object.keys(roles).join(', ')}.`)
}

const shown = (row: UserRow) => ({
  email: row.email,
  name: row.name,
  role: row.role,
  merchantId: row.merchant_id,
  hasSecondFactor: row.totp_secret !== null,
  lockedUntil: row.locked_until,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
})

type AddOptions = { name?: string; role: string; merchant?: string }

/** `user add|disable|reset-second-factor|list`: who may use the console. */
export const addUserCommands = (root: Command): void => {
  const user = root.command('user').description('people who use the console')
  user
    .command('add <email>')
    .description('adds somebody, with a password that is shown once')
    .option('--name <name>', 'what others read; by default the e-mail address')
    .requiredOption('--role <role>', Object.keys(roles).join(', '))
    .option('--merchant <merchantId>', 'the merchant that they belong to; without it, the operator')
    .action((address: string, { name, role: roleText, merchant: merchantId }: AddOptions) =>
      withTools(async ({ db, now }) => {
        const [email, role] = [readEmail('email', address), readRole(roleText)]
        const why = whyNoSuchRole(role, merchantId)
        if (why !== undefined) throw new Error(why)
        if (merchantId !== undefined && !(isMerchantId(merchantId) && (await readMerchant(db, merchantId)))) {
          throw new Error(`--merchant: there is no merchant ${merchantId}.`)
        }
        const password = await addUser(db, { email, name: name ?? email, role, merchantId }, now())
        if (password === undefined) throw new Error(`${email} is there already.`)
        print({ email, role, merchantId, password })
      }),
    )
  user
    .command('disable <email>')
    .description('ends their sessions; nobody signs in as them any more')
    .action((address: string) =>
      withTools(async ({ db, now }) => {
        const email = readEmail('email', address)
        const isDisabled = await db.transaction('chore.set_up', (tx) => disableUser(tx, email, now()))
        if (!isDisabled) throw new Error(`Nobody who can sign in has the address ${email}.`)
        print({ email, isDisabled })
      }),
    )
  user
    .command('reset-second-factor <email>')
    .description('for somebody who has lost their authenticator; they can set up another')
    .action((address: string) =>
      withTools(async ({ db }) => {
        const email = readEmail('email', address)
        if (!(await forgetTotpSecret(db, email))) throw new Error(`${email} has no second factor.`)
        print({ email, hasSecondFactor: false })
      }),
    )
  user.command('list').action(() => withTools(async ({ db }) => (await listUsers(db)).map(shown).forEach(print)))
}
