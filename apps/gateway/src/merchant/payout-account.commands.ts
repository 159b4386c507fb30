import type { Command } from 'commander'
import { print, readEmail, withTools } from '../command-line.ts'
import { readDuration } from '../duration.ts'
import { addPayoutAccount, approvePayoutAccount, payoutAccountView } from './change-payout-account.ts'
import { askToClosePayoutAccount, decidePayoutAccountClosing } from './close-payout-account.ts'
import { readMerchant } from './merchant.store.ts'
import { currency, text } from './options.ts'
import { readPayoutAccounts } from './payout-account.store.ts'
import type { GivenAccount } from './read-payout-account.ts'

type Options = GivenAccount & { as: string }

const add = (merchantId: string, { as, ...given }: Options) =>
  withTools(async ({ db, now }) => {
    print(await addPayoutAccount(db, merchantId, given, { by: readEmail('--as', as), at: now() }))
  })

const approve = (merchantId: string, given: string, { as }: Pick<Options, 'as'>) =>
  withTools(async ({ db, now, settings }) => {
    const who = { by: readEmail('--as', as), at: now() }
    const coolingOffMs = readDuration(settings.PAYOUT_ACCOUNT_COOLING_OFF) ?? 0
    const what = { currency: currency(given, 'currency'), coolingOffMs }
    print(await approvePayoutAccount(db, merchantId, what, who))
  })

type As = Pick<Options, 'as'>

const close = (merchantId: string, given: string, { as, reason }: As & { reason: string }) =>
  withTools(async ({ db, now }) => {
    const asked = { currency: currency(given, 'currency'), reason: text(reason, '--reason') }
    print(await askToClosePayoutAccount(db, merchantId, asked, { by: readEmail('--as', as), at: now() }))
  })

const decideClosing =
  (isApproved: boolean) =>
  (merchantId: string, given: string, { as }: As) =>
    withTools(async ({ db, now }) => {
      const decided = { currency: currency(given, 'currency'), isApproved }
      print(await decidePayoutAccountClosing(db, merchantId, decided, { by: readEmail('--as', as), at: now() }))
    })

const list = (merchantId: string) =>
  withTools(async ({ db }) => {
    if ((await readMerchant(db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
    for (const row of await readPayoutAccounts(db, merchantId)) print(payoutAccountView(row))
  })

/** `payout-account add|approve|close|approve-closing|decline-closing|list`: where merchants' money goes. */
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
  account
    .command('close <merchantId> <currency>')
    .description('asks that the merchant is paid to no account in a currency any more; another person agrees')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--as <email>', 'who you are')
    .action(close)
  account
    .command('approve-closing <merchantId> <currency>')
    .description('closes every version of it; refused while a remittance is under way')
    .requiredOption('--as <email>', 'who you are')
    .action(decideClosing(true))
  account
    .command('decline-closing <merchantId> <currency>')
    .description('the account stays open, as another person decides or the one who has asked')
    .requiredOption('--as <email>', 'who you are')
    .action(decideClosing(false))
  account.command('list <merchantId>').description('every version, the first first').action(list)
}
