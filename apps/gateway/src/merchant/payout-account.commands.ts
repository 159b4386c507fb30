import type { Command } from 'commander'
import { print, readEmail, withTools } from '../command-line.ts'
import { readDuration } from '../duration.ts'
import { changeMerchant } from './change.store.ts'
import { readMerchant } from './merchant.store.ts'
import { currency } from './options.ts'
import { type PayoutAccountRow, payoutAccountFrom } from './payout.store.ts'
import { addPayoutAccount, approvePayoutAccount, readPayoutAccounts } from './payout-account.store.ts'
import { type GivenAccount, readPayoutAccount } from './read-payout-account.ts'

type Options = GivenAccount & { as: string }

const printed = (row: PayoutAccountRow) => ({
  ...payoutAccountFrom(row),
  proof: row.proof,
  addedBy: row.added_by,
  addedAt: row.added_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  usableFrom: row.usable_from,
})

const add = (merchantId: string, options: Options) =>
  withTools(async ({ db, now }) => {
    const who = { by: readEmail('--as', options.as), at: now() }
    const { proof, ...one } = readPayoutAccount(merchantId, options)
    const paidIn = one.currency
    const account = await changeMerchant(db, merchantId, who, async (tx) => {
      const merchant = await readMerchant({ read: tx.run }, merchantId)
      const settlesIn = merchant ? [merchant.settlementCurrency, ...merchant.furtherCurrencies] : []
      if (!settlesIn.includes(paidIn)) {
        throw new Error(`--currency: the merchant does not settle in ${paidIn}, but in ${settlesIn.join(', ')}.`)
      }
      const added = await addPayoutAccount(tx, one, proof, who)
      if (added === undefined) throw new Error('Somebody else has just added one: look at it first.')
      return { what: 'payout account added', after: printed(added) }
    })
    print(account)
  })

const approve = (merchantId: string, given: string, { as }: Pick<Options, 'as'>) =>
  withTools(async ({ db, now, settings }) => {
    const who = { by: readEmail('--as', as), at: now() }
    const paidIn = currency(given, 'currency')
    const account = await changeMerchant(db, merchantId, who, async (tx) => {
      const versions = (await readPayoutAccounts({ read: tx.run }, merchantId)).filter((one) => one.currency === paidIn)
      const youngest = versions.at(-1)
      if (youngest === undefined) {
        throw new Error(`Merchant ${merchantId} has no payout account in ${paidIn}: "silkgate payout-account add" one.`)
      }
      if (youngest.approved_by !== null) {
        throw new Error(`Version ${youngest.version} was approved by ${youngest.approved_by} already.`)
      }
      if (youngest.added_by === who.by) {
        throw new Error(`--as: ${who.by} has added the account; somebody else must approve.`)
      }
      const isChange = versions.some((one) => one.approved_by !== null)
      const coolingOffMs = isChange ? (readDuration(settings.PAYOUT_ACCOUNT_COOLING_OFF) ?? 0) : 0
      const usableFrom = new Date(who.at.getTime() + coolingOffMs)
      await approvePayoutAccount(tx, merchantId, paidIn, youngest.version, who, usableFrom)
      const after = printed({ ...youngest, approved_by: who.by, approved_at: who.at, usable_from: usableFrom })
      return { what: 'payout account approved', before: printed(youngest), after }
    })
    print(account)
  })

const list = (merchantId: string) =>
  withTools(async ({ db }) => {
    if ((await readMerchant(db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
    for (const row of await readPayoutAccounts(db, merchantId)) print(printed(row))
  })

/** `payout-account add|approve|list`: where merchants' money goes. */
export const addPayoutAccountCommands = (root: Command): void => {
  const account = root.command('payout-account').description("merchants' accounts, one for each currency")
  account
    .command('add <merchantId>')
    .description('an account, or another one in its place; another person approves it')
    .requiredOption('--currency <code>', 'in which it is paid')
    .option('--iban <iban>', 'its IBAN')
    .option('--account-number <number>', 'its number, where there is no IBAN')
    .option('--bic <bic>', 'of the bank; needed for all but euros to an IBAN')
    .requiredOption('--holder <name>', 'whose account it is, as the bank has it')
    .option('--street <name>')
    .option('--building <number>')
    .option('--postcode <code>')
    .requiredOption('--town <name>')
    .option('--subdivision <name>', 'a state or province')
    .requiredOption('--country <code>', 'ISO 3166, two letters')
    .requiredOption('--proof <text>', "what shows that it is the merchant's: a reference, or the name of a file")
    .requiredOption('--as <email>', 'who you are')
    .action(add)
  account
    .command('approve <merchantId> <currency>')
    .description('the youngest version, by another person; after a change it is used once its cooling-off is over')
    .requiredOption('--as <email>', 'who you are')
    .action(approve)
  account.command('list <merchantId>').description('every version, the first first').action(list)
}
