import { type Currency, isCurrency, isMerchantId, type Merchant, type MerchantStatus, money } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, whoOf, withTools } from '../command-line.ts'
import { readDuration } from '../duration.ts'
import { registerAgain } from '../registration/index.ts'
import { addMerchant } from './add-merchant.ts'
import { addBoardingCommands } from './boarding.commands.ts'
import { changeMerchant } from './change.store.ts'
import { addKeyCommands } from './key.commands.ts'
import {
  listMerchants,
  type MerchantIdentity,
  type MerchantTerms,
  readMerchant,
  setIdentity,
  setTerms,
} from './merchant.store.ts'
import { amounts, basisPoints, changedAmounts, country as checkCountry, currency, fixedFee } from './options.ts'

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

const checkMcc = (mcc: string): void => {
  if (!/^\d{4}$/.test(mcc)) throw new Error(`--mcc: four digits are expected, not "${mcc}".`)
}

const merchantOf = (merchantId: string, options: MerchantOptions, status: MerchantStatus): Merchant => {
  if (!isMerchantId(merchantId))
    throw new Error(`"${merchantId}" is no merchant id: up to ten digits, no leading zero.`)
  if (!isCurrency(options.settlementCurrency))
    throw new Error(`--settlement-currency: "${options.settlementCurrency}" is unknown.`)
  checkMcc(options.mcc)
  checkCountry(options.country)
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
  Pick<MerchantOptions, 'expiresAfter' | 'limit' | 'dayLimit' | 'monthLimit' | 'furtherCurrency' | 'as'> &
    Pick<MerchantOptions, 'name' | 'displayName' | 'mcc' | 'country' | 'city' | 'address' | 'zip'>
>

const termsOf = (merchant: Merchant): MerchantTerms => ({
  expiresAfterSeconds: merchant.expiresAfterSeconds,
  limits: merchant.limits,
  dayLimits: merchant.dayLimits,
  monthLimits: merchant.monthLimits,
  furtherCurrencies: merchant.furtherCurrencies,
})

/** Who a merchant is, after a change; undefined where nothing of it is named. What is not named stays as it was. */
const changedIdentity = (before: Merchant, options: SetOptions): MerchantIdentity | undefined => {
  const { name, displayName, mcc, country, city, address, zip } = options
  if ([name, displayName, mcc, country, city, address, zip].every((one) => one === undefined)) return undefined
  if (mcc !== undefined) checkMcc(mcc)
  if (country !== undefined) checkCountry(country)
  return {
    name: name ?? before.name,
    displayName: displayName ?? before.displayName,
    mcc: mcc ?? before.mcc,
    address: {
      ...before.address,
      ...(country === undefined ? {} : { region: country }),
      ...(city === undefined ? {} : { city }),
      ...(address === undefined ? {} : { address1: address }),
      ...(zip === undefined ? {} : { zipCode: zip }),
    },
  }
}

const setMerchantCommand = (merchantId: string, { as, ...options }: SetOptions): Promise<void> =>
  withTools(async (tools) => {
    const { db, now } = tools
    if (Object.keys(options).length === 0) {
      throw new Error(
        '--name, --mcc, --city, --limit, --expires-after or another of its options: one of them is needed.',
      )
    }
    const { expiresAfter, limit, dayLimit, monthLimit } = options
    const seconds = expiresAfter === undefined ? undefined : expiryOf(expiresAfter)
    let registrationRequestId: string | undefined
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
      const identity = changedIdentity(merchant, options)
      if (identity === undefined) return { what: 'merchant set', before, after }
      await setIdentity(tx, merchantId, identity)
      registrationRequestId = await registerAgain(tx, { ...merchant, ...identity }, now())
      const { name, displayName, mcc, address } = merchant
      return {
        what: 'merchant set',
        before: { ...before, name, displayName, mcc, address },
        after: { ...after, ...identity },
      }
    })
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
