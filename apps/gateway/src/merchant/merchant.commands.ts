import type { Command } from 'commander'
import { print, whoOf, withTools } from '../command-line.ts'
import { addMerchant } from './add-merchant.ts'
import { addBoardingCommands } from './boarding.commands.ts'
import { addKeyCommands } from './key.commands.ts'
import { listMerchants, readMerchant } from './merchant.store.ts'
import { type GivenChange, type GivenMerchant, readNewMerchant } from './read-merchant.ts'
import { setMerchant } from './set-merchant.ts'

const expiresAfter = [
  '--expires-after <duration>',
  'how long a consumer has to pay, ISO 8601: from PT1M to PT10M, the most that Alipay+ allows',
] as const

const limitOptions = [
  ['--limit <CUR=amount...>', 'the most that one payment may be, with two implied decimals: EUR=100000'],
  ['--day-limit <CUR=amount...>', 'the most that the payments of a day in Amsterdam may come to'],
  ['--month-limit <CUR=amount...>', 'the most that the payments of a month may come to'],
] as const

const furtherCurrency = [
  '--further-currency <code...>',
  'beside the first: what is paid in one of these settles in it',
] as const

const addMerchantCommand = (merchantId: string, { as, ...given }: GivenMerchant & { as?: string }): Promise<void> =>
  withTools(async (tools) => {
    const { db, now, settings } = tools
    const status = settings.SILKGATE_MODE === 'sandbox' ? 'live' : 'boarding'
    const { merchant, contract } = readNewMerchant(merchantId, given, status)
    if (!(await addMerchant(db, merchant, contract, now(), whoOf(tools, as))))
      throw new Error(`Merchant ${merchantId} is there already.`)
    print(await readMerchant(db, merchantId))
  })

const setMerchantCommand = (merchantId: string, { as, ...given }: GivenChange & { as?: string }): Promise<void> =>
  withTools(async (tools) => {
    const { db, now } = tools
    if (Object.keys(given).length === 0) {
      throw new Error(
        '--name, --mcc, --city, --limit, --expires-after or another of its options: one of them is needed.',
      )
    }
    const registrationRequestId = await setMerchant(db, merchantId, given, { by: whoOf(tools, as), at: now() })
    print({ ...(await readMerchant(db, merchantId)), ...(registrationRequestId && { registrationRequestId }) })
  })

/** `merchant add|set|list`, and the commands of keys. */
export const addMerchantCommands = (root: Command): void => {
  const merchant = root.command('merchant').description('merchants and their contracts')
  merchant
    .command('add <merchantId>')
    .requiredOption('--name <name>', 'legal name')
    .option('--display-name <name>', 'what consumers read in their wallet; by default the name')
    .requiredOption('--mcc <code>', 'merchant category code, four digits')
    .requiredOption('--country <code>', 'ISO 3166, two letters')
    .option('--city <city>')
    .option('--address <line>')
    .option('--zip <code>')
    .requiredOption('--settlement-currency <code>', 'ISO 4217')
    .option(...furtherCurrency)
    .option('--fee-basis-points <count>', 'the fee: hundredths of a percent', '0')
    .option('--fee-fixed <minor>', "the fee: fixed part, in the settlement currency's smallest unit", '0')
    .option(...limitOptions[0])
    .option(...limitOptions[1])
    .option(...limitOptions[2])
    .option('--refunds-need-approval', 'each refund waits until a second person at the merchant approves it')
    .option('--refunds-after-paid', 'a payment can be refunded once it is PAID, not before')
    .option(...expiresAfter, 'PT10M')
    .action(addMerchantCommand)
  merchant
    .command('set <merchantId>')
    .description(
      'from now on; EUR=none takes a limit away, the rest stays as it was, and what Alipay+ has registered is sent to it anew',
    )
    .option('--name <name>', 'legal name')
    .option('--display-name <name>', 'what consumers read in their wallet')
    .option('--mcc <code>', 'merchant category code, four digits')
    .option('--country <code>', 'ISO 3166, two letters')
    .option('--city <city>')
    .option('--address <line>')
    .option('--zip <code>')
    .option(...expiresAfter)
    .option(...limitOptions[0])
    .option(...limitOptions[1])
    .option(...limitOptions[2])
    .option(...furtherCurrency)
    .action(setMerchantCommand)
  merchant.command('list').action(() => withTools(async ({ db }) => (await listMerchants(db)).forEach(print)))
  addBoardingCommands(merchant)
  addKeyCommands(root)
}
