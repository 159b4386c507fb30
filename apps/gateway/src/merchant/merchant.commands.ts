import { fromConnectAmount, isCurrency, isMerchantId, type Merchant, money } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { readDuration } from '../duration.ts'
import type { Db } from '../postgres/db.ts'
import { addKey, addMerchant } from './add-merchant.ts'
import { type KeyTable, listKeys, readSigningKey, retireKey, useWebhookKey } from './key.store.ts'
import { listMerchants, readMerchant, setExpiry } from './merchant.store.ts'

type MerchantOptions = {
  name: string
  displayName?: string
  mcc: string
  country: string
  city?: string
  address?: string
  zip?: string
  settlementCurrency: string
  feeBasisPoints: string
  feeFixed: string
  limit?: string[]
  refundsNeedApproval?: boolean
  refundsAfterPaid?: boolean
  expiresAfter: string
}

const whole = (text: string, option: string): bigint => {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${option}: a whole number is expected, not "${text}".`)
  return BigInt(text)
}

const limitsOf = (limits: readonly string[]): Record<string, bigint> =>
  Object.fromEntries(
    limits.map((limit) => {
      const [currency = '', amount = ''] = limit.split('=')
      if (!isCurrency(currency)) throw new Error(`--limit: "${limit}" is not like EUR=100000 (two implied decimals).`)
      const read = fromConnectAmount(currency, whole(amount, '--limit'), '--limit')
      if (!read.ok) throw new Error(`--limit: ${read.refusals[0]?.message}`)
      return [currency, read.value.minor]
    }),
  )

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

const merchantOf = (merchantId: string, options: MerchantOptions): Merchant => {
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
    status: 'live',
    settlementCurrency: options.settlementCurrency,
    furtherCurrencies: [],
    contracts: [],
    limits: limitsOf(options.limit ?? []),
    dayLimits: {},
    monthLimits: {},
    refundsNeedApproval: options.refundsNeedApproval ?? false,
    refundsAfterPaid: options.refundsAfterPaid ?? false,
    expiresAfterSeconds: expiryOf(options.expiresAfter),
  }
}

const addMerchantCommand = (merchantId: string, options: MerchantOptions): Promise<void> =>
  withTools(async ({ db, now }) => {
    const merchant = merchantOf(merchantId, options)
    const feeBasisPoints = whole(options.feeBasisPoints, '--fee-basis-points')
    const feeFixed = money(merchant.settlementCurrency, whole(options.feeFixed, '--fee-fixed'))
    const contract = { validFrom: new Date(0), feeBasisPoints, feeFixed }
    if (!(await addMerchant(db, merchant, contract, now()))) throw new Error(`Merchant ${merchantId} is there already.`)
    print(await readMerchant(db, merchantId))
  })

const setMerchantCommand = (merchantId: string, options: Pick<MerchantOptions, 'expiresAfter'>): Promise<void> =>
  withTools(async ({ db }) => {
    const seconds = expiryOf(options.expiresAfter)
    const isSet = await db.transaction('chore.set_up', (tx) => setExpiry(tx, merchantId, seconds))
    if (!isSet) throw new Error(`There is no merchant ${merchantId}.`)
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
    .option('--fee-basis-points <count>', 'the fee: hundredths of a percent', '0')
    .option('--fee-fixed <minor>', "the fee: fixed part, in the settlement currency's smallest unit", '0')
    .option('--limit <CUR=amount...>', 'the most that one payment may be, with two implied decimals: EUR=100000')
    .option('--refunds-need-approval', 'each refund waits until a second person at the merchant approves it')
    .option('--refunds-after-paid', 'a payment can be refunded once it is PAID, not before')
    .option(...expiresAfter, 'PT10M')
    .action(addMerchantCommand)
  merchant
    .command('set <merchantId>')
    .description('for payments from now on')
    .requiredOption(...expiresAfter)
    .action(setMerchantCommand)
  merchant.command('list').action(() => withTools(async ({ db }) => (await listMerchants(db)).forEach(print)))
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
