import { isMerchantId, isRole, isSignInNeed, type Role, roles, signInNeeds } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readEmail, withTools } from '../command-line.ts'
import { readMerchant } from '../merchant/index.ts'
import { addUser, whyNoSuchRole } from './add-user.ts'
import { putRule } from './rule.store.ts'
import { endOtherSessions } from './session.store.ts'
import { disableUser, forgetFactors, listUsers, readUser, type UserRow } from './user.store.ts'

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
        const known = await readUser(db, email)
        if (known === undefined) throw new Error(`Nobody who can sign in has the address ${email}.`)
        await db.transaction('chore.set_up', async (tx) => {
          await disableUser(tx, known.user_id, now())
          await endOtherSessions(tx, known.user_id, undefined, now())
        })
        print({ email, isDisabled: true })
      }),
    )
  user
    .command('reset-second-factor <email>')
    .description('for somebody who has lost their authenticator or passkeys; they can set up others')
    .action((address: string) =>
      withTools(async ({ db }) => {
        const email = readEmail('email', address)
        const known = await readUser(db, email)
        const hadOne = known && (await db.transaction('chore.set_up', (tx) => forgetFactors(tx, known.user_id)))
        if (!hadOne) throw new Error(`${email} has no second factor.`)
        print({ email, hasSecondFactor: false })
      }),
    )
  user
    .command('rule <needs>')
    .description(`what is asked for when somebody signs in: ${Object.keys(signInNeeds).join(', ')}`)
    .option('--merchant <merchantId>', "of that merchant's people; without it, of the operator's")
    .requiredOption('--as <email>', 'who does it')
    .action((needs: string, { merchant: merchantId, as }: { merchant?: string; as: string }) =>
      withTools(async ({ db, now }) => {
        if (!isSignInNeed(needs)) {
          throw new Error(`needs: there is no rule "${needs}". There are ${Object.keys(signInNeeds).join(', ')}.`)
        }
        if (merchantId !== undefined && !(isMerchantId(merchantId) && (await readMerchant(db, merchantId)))) {
          throw new Error(`--merchant: there is no merchant ${merchantId}.`)
        }
        const by = readEmail('--as', as)
        await db.transaction('chore.set_up', (tx) => putRule(tx, { merchantId, needs, by }, now()))
        print({ needs, merchantId, by })
      }),
    )
  user.command('list').action(() => withTools(async ({ db }) => (await listUsers(db)).map(shown).forEach(print)))
}
