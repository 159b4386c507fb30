import { randomUUID } from 'node:crypto'
import type { RegistrationRequest } from '@silkgate/alipayplus'
import { type Merchant, type MerchantId, registrationStateOf } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { readMerchant } from '../merchant/index.ts'
import type { Db } from '../postgres/db.ts'
import { notBeforeMs } from './register-again.ts'
import { insertRegistration, readRegistrations } from './registration.store.ts'

type Options = {
  website?: string
  registrationNo?: string
  registrationType?: string
  businessType?: string
}

const requestOf = (merchant: Merchant, options: Options, registrationRequestId: string): RegistrationRequest => {
  const { website, registrationNo, registrationType, businessType } = options
  return {
    registrationRequestId,
    productCodes: ['CASHIER_PAYMENT'],
    merchantInfo: {
      referenceMerchantId: merchant.merchantId,
      merchantDisplayName: merchant.displayName,
      merchantMCC: merchant.mcc,
      merchantAddress: merchant.address,
      ...(website === undefined ? {} : { websites: [{ url: new URL(website).href }] }),
      registrationDetail: {
        legalName: merchant.name,
        ...(registrationType === undefined ? {} : { registrationType }),
        ...(registrationNo === undefined ? {} : { registrationNo }),
        registrationAddress: merchant.address,
        ...(businessType === undefined ? {} : { businessType }),
      },
    },
  }
}

const existing = async (db: Db, merchantId: MerchantId): Promise<Merchant> => {
  const merchant = await readMerchant(db, merchantId)
  if (merchant === undefined) throw new Error(`There is no merchant ${merchantId}.`)
  return merchant
}

const register = (merchantId: MerchantId, options: Options): Promise<void> =>
  withTools(async ({ db, now }) => {
    const merchant = await existing(db, merchantId)
    const [last] = await readRegistrations(db, merchantId)
    if (last?.endedAt === undefined && last && now().getTime() - last.requestedAt.getTime() <= notBeforeMs) {
      throw new Error(`Alipay+ has not decided on the last request yet; it takes another one 30 minutes after that.`)
    }
    const registrationRequestId = `${merchantId.padStart(10, '0')}-${randomUUID()}`
    const request = requestOf(merchant, options, registrationRequestId)
    const open = { acceptedAt: undefined, endedAt: undefined, outcome: undefined, detail: undefined }
    const requestedAt = now()
    const registration = { merchantId, registrationRequestId, request, requestedAt, ...open }
    await db.transaction('chore.set_up', (tx) => insertRegistration(tx, registration, requestedAt))
    print({ merchantId, registrationRequestId, state: 'submitted' })
  })

const show = (merchantId: MerchantId): Promise<void> =>
  withTools(async ({ db }) => {
    await existing(db, merchantId)
    const registrations = await readRegistrations(db, merchantId)
    const state = registrationStateOf(registrations.map(({ outcome }) => outcome))
    const history = registrations.map(({ merchantId: _, request, ...registration }) => registration)
    print({ merchantId, state, history })
  })

/** `merchant register` and `merchant registration`. */
export const addRegistrationCommands = (root: Command): void => {
  const merchant = root.commands.find((command) => command.name() === 'merchant') ?? root.command('merchant')
  merchant
    .command('register <merchantId>')
    .description('register a merchant at Alipay+; a gateway that serves sends it, and asks what became of it')
    .option('--website <url>', 'the shop')
    .option('--registration-no <number>', 'its number at the chamber of commerce or the like')
    .option('--registration-type <type>', "what kind of number that is, in Alipay+'s words")
    .option('--business-type <type>', "what kind of business it is, in Alipay+'s words")
    .action(register)
  merchant
    .command('registration <merchantId>')
    .description('how a merchant stands at Alipay+, and what became of each request')
    .action(show)
}
