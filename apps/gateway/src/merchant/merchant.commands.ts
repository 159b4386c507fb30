import { type Currency, isCurrency, isMerchantId, type Merchant, type MerchantStatus, money } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readEmail, type Tools, withTools } from '../command-line.ts'
import { readDuration } from '../duration.ts'
import type { Db } from '../postgres/db.ts'
import { addKey, addMerchant } from './add-merchant.ts'
import { addBoardingCommands } from './boarding.commands.ts'
import { changeMerchant } from './change.store.ts'
import { type KeyTable, listKeys, readSigningKey, retireKey, useWebhookKey } from './key.store.ts'
import { listMerchants, type MerchantTerms, readMerchant, setTerms } from './merchant.store.ts'
import { amounts, basisPoints, changedAmounts, currency, fixedFee } from './options.ts'

type MerchantOptions = {
  name: string
  displayName?: string
  mcc: string
  country: string
  city?: string
  address?: string
  zip?: string
  settlementCurrency: string
  furtherCurrency?: string[]
  feeBasisPoints: string
  feeFixed: string
  limit?: string[]
  dayLimit?: string[]
  monthLimit?: string[]
  as?: string
  refundsNeedApproval?: boolean
  refundsAfterPaid?: boolean
  expiresAfter: string
}

/** How long a consumer has to pay, in seconds. */
const expiryOf = (text: string): number => {
  const seconds = (readDuration(text) ?? 0) / 1000
  if (seconds >= 60 && seconds <= 600) return seconds
  throw new Error(`--expires-after: from PT1M to PT10M, in whole seconds, is expected, not "${text}".`)
}

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

/** Currencies that a merchant settles in beside its first one: more can be added, none be taken away. */
const furtherOf = (first: Currency, before: readonly Currency[], given: readonly string[] = []): Currency[] => {
  const added = given.map((one) => currency(one, '--further-currency')).filter((one) => one !== first)
  return [...new Set([...before, ...added])]
}

const as = ['--as <email>', 'who you are; needed in production'] as const

const merchantOf = (merchantId: string, options: MerchantOptions, status: MerchantStatus): Merchant => {
  if (!isMerchantId(merchantId))
    throw new Error(`"${merchantId}" is no merchant id: up to ten digits, no leading zero.`)
  if (!isCurrency(options.settlementCurrency))
    throw new Error(`--settlement-currency: "${options.settlementCurrency}" is unknown.`)
  if (!/^\d{4}$/.test(options.mcc)) throw new Error(`--mcc: four digits are expected, not "${options.mcc}".`)
  if (!/^[A-Z]{2}$/.test(options.country)) throw new Error('--country: two capital letters of ISO 3166 are expected.')
  return {
    merchantId,
    name: options.name,
    displayName: options.displayName ?? options.name,
    mcc: options.mcc,
    address: {
      region: options.country,
      ...(options.city === undefined ? {} : { city: options.city }),
      ...(options.address === undefined ? {} : { address1: options.address }),
      ...(options.zip === undefined ? {} : { zipCode: options.zip }),
    },
    status,
    settlementCurrency: options.settlementCurrency,
    furtherCurrencies: furtherOf(options.settlementCurrency, [], options.furtherCurrency),
    contracts: [],
    limits: amounts(options.limit ?? [], '--limit'),
    dayLimits: amounts(options.dayLimit ?? [], '--day-limit'),
    monthLimits: amounts(options.monthLimit ?? [], '--month-limit'),
    refundsNeedApproval: options.refundsNeedApproval ?? false,
    refundsAfterPaid: options.refundsAfterPaid ?? false,
    expiresAfterSeconds: expiryOf(options.expiresAfter),
  }
}

/** Who changes a merchant: in the sandbox its first operator, unless somebody says otherwise. */
const whoOf = ({ settings }: Tools, as: string | undefined): string => {
  if (as !== undefined) return readEmail('--as', as)
  if (settings.SILKGATE_MODE === 'sandbox') return 'operator@sandbox.example'
  throw new Error('--as: who you are is needed, such as --as anna@psp.example.')
}

const addMerchantCommand = (merchantId: string, options: MerchantOptions): Promise<void> =>
  withTools(async (tools) => {
    const { db, now, settings } = tools
    const merchant = merchantOf(merchantId, options, settings.SILKGATE_MODE === 'sandbox' ? 'live' : 'boarding')
    const feeBasisPoints = basisPoints(options.feeBasisPoints, '--fee-basis-points')
    const fixed = fixedFee(merchant.settlementCurrency, options.feeFixed, '--fee-fixed')
    const contract = { validFrom: new Date(0), feeBasisPoints, feeFixed: money(merchant.settlementCurrency, fixed) }
    if (!(await addMerchant(db, merchant, contract, now(), whoOf(tools, options.as))))
      throw new Error(`Merchant ${merchantId} is there already.`)
    print(await readMerchant(db, merchantId))
  })

type SetOptions = Partial<
  Pick<MerchantOptions, 'expiresAfter' | 'limit' | 'dayLimit' | 'monthLimit' | 'furtherCurrency' | 'as'>
>

const termsOf = (merchant: Merchant): MerchantTerms => ({
  expiresAfterSeconds: merchant.expiresAfterSeconds,
  limits: merchant.limits,
  dayLimits: merchant.dayLimits,
  monthLimits: merchant.monthLimits,
  furtherCurrencies: merchant.furtherCurrencies,
})

const setMerchantCommand = (merchantId: string, { as, ...options }: SetOptions): Promise<void> =>
  withTools(async (tools) => {
    const { db, now } = tools
    if (Object.keys(options).length === 0) {
      throw new Error(
        '--expires-after, --limit, --day-limit, --month-limit or --further-currency: one of them is needed.',
      )
    }
    const { expiresAfter, limit, dayLimit, monthLimit } = options
    const seconds = expiresAfter === undefined ? undefined : expiryOf(expiresAfter)
    await changeMerchant(db, merchantId, { by: whoOf(tools, as), at: now() }, async (tx) => {
      const merchant = await readMerchant({ read: tx.run }, merchantId)
      if (merchant === undefined) throw new Error(`There is no merchant ${merchantId}.`)
      const before = termsOf(merchant)
      const after: MerchantTerms = {
        expiresAfterSeconds: seconds ?? before.expiresAfterSeconds,
        limits: changedAmounts(before.limits, limit, '--limit'),
        dayLimits: changedAmounts(before.dayLimits, dayLimit, '--day-limit'),
        monthLimits: changedAmounts(before.monthLimits, monthLimit, '--month-limit'),
        furtherCurrencies: furtherOf(merchant.settlementCurrency, before.furtherCurrencies, options.furtherCurrency),
      }
      await setTerms(tx, merchantId, after)
      return { what: 'merchant set', before, after }
    })
    print(await readMerchant(db, merchantId))
  })

/** `merchant add|set|list`, `api-key add|list|retire`, `webhook-key add|use|list|retire`. */
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
    .option(...as)
    .action(addMerchantCommand)
  merchant
    .command('set <merchantId>')
    .description('for payments from now on; EUR=none takes a limit away, and what is not named stays as it was')
    .option(...expiresAfter)
    .option(...limitOptions[0])
    .option(...limitOptions[1])
    .option(...limitOptions[2])
    .option(...furtherCurrency)
    .option(...as)
    .action(setMerchantCommand)
  merchant.command('list').action(() => withTools(async ({ db }) => (await listMerchants(db)).forEach(print)))
  addBoardingCommands(merchant)
  addKeyCommands(root, 'api-key', 'api_keys', 'keys that sign requests to the Connect API')
  addWebhookKeyCommands(addKeyCommands(root, 'webhook-key', 'webhook_keys', 'keys that our webhooks are signed with'))
}

/** What is said of a key beside its times: whether webhooks are signed with it now. */
const stateOf = async (db: Db, table: KeyTable, merchantId: string, keyId: string | undefined) =>
  table === 'webhook_keys' ? { signs: (await readSigningKey(db, merchantId))?.key_id === keyId } : {}

const addKeyCommands = (root: Command, name: string, table: KeyTable, description: string): Command => {
  const key = root.command(name).description(description)
  key.command('add <merchantId>').action((merchantId: string) =>
    withTools(async ({ db, masterKey, now }) => {
      if ((await readMerchant(db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
      const made = await addKey(db, masterKey, table, { merchantId, at: now() })
      print({ merchantId, ...made, ...(await stateOf(db, table, merchantId, made?.keyId)) })
    }),
  )
  key.command('retire <merchantId> <keyId>').action((merchantId: string, keyId: string) =>
    withTools(async ({ db, now }) => {
      const retired = await retireKey(db, table, { keyId, merchantId, at: now() })
      if (!retired) throw new Error(`Merchant ${merchantId} has no key ${keyId} in force.`)
      print({ merchantId, keyId, retired })
    }),
  )
  key.command('list <merchantId>').action((merchantId: string) =>
    withTools(async ({ db }) => {
      for (const { key_id: keyId, created_at: createdAt, retired_at: retiredAt } of await listKeys(
        db,
        table,
        merchantId,
      )) {
        print({ merchantId, keyId, createdAt, retiredAt, ...(await stateOf(db, table, merchantId, keyId)) })
      }
    }),
  )
  return key
}

const addWebhookKeyCommands = (key: Command): void => {
  key
    .command('use <merchantId> <keyId>')
    .description('sign with it from now on: once the merchant has it, beside the one before')
    .action((merchantId: string, keyId: string) =>
      withTools(async ({ db, now }) => {
        const used = await useWebhookKey(db, { keyId, merchantId, at: now() })
        if (!used) throw new Error(`Merchant ${merchantId} has no key ${keyId} in force.`)
        print({ merchantId, keyId, signs: true })
      }),
    )
}
