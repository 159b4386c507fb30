import { listAlipayPlusKeys, useAlipayPlusKey } from '../alipayplus/access.store.ts'
import { makeOurKey } from '../alipayplus/add-key.ts'
import { addBankAccount, listBankAccounts } from '../bank/bank-account.store.ts'
import { listVariants, putVariant } from '../checkout-page/variant.store.ts'
import { fileSources } from '../file/received-file.ts'
import { listSftpKeys } from '../file/sftp-key.store.ts'
import { makeSftpKey } from '../file/sftp-key.ts'
import { listSuppliers, setSupplier } from '../invoice/supplier.store.ts'
import { addKey, addMerchant } from '../merchant/add-merchant.ts'
import { placePayoutAccount } from '../merchant/payout-account.store.ts'
import { addUser } from '../operator/index.ts'
import { readUser } from '../operator/user.store.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { putAgreement } from '../settlement/agreement.store.ts'
import { putSchemeFee } from '../settlement/scheme-fee.store.ts'
import { placeEndpoint } from '../webhook/endpoint.store.ts'
import {
  sandboxBankAccounts,
  sandboxContract,
  sandboxMerchants,
  sandboxPassword,
  sandboxSchemeFees,
  sandboxSupplier,
  sandboxUsers,
  sandboxVariants,
} from './identities.ts'

const shopEndpointId = '00000000-0000-4000-8000-000000001234'

/**
 * Puts the published identities of the sandbox into its database, where they are not there yet: merchants, keys, our bank
 * accounts, what Alipay+ charges, the demo shop's webhook endpoint and checkout variants, and key pairs of ours for the
 * simulator. `db` is the
 * owner's.
 * Safe to repeat.
 */
export const seedSandbox = async (db: Db, masterKey: MasterKey, simulatorUrl: string, at: Date): Promise<void> => {
  for (const { merchant, feeBasisPoints, feeFixedMinor, apiKey, webhookKey, payout } of sandboxMerchants()) {
    const { merchantId, settlementCurrency } = merchant
    await addMerchant(db, merchant, sandboxContract(settlementCurrency, feeBasisPoints, feeFixedMinor), at)
    const account = { merchantId, currency: settlementCurrency, version: 1, ...payout }
    await db.transaction('chore.set_up', (tx) => placePayoutAccount(tx, account, at))
    await addKey(db, masterKey, 'api_keys', { merchantId, ...apiKey, at })
    await addKey(db, masterKey, 'webhook_keys', { merchantId, ...webhookKey, at })
  }
  await placeEndpoint(db, { merchantId: '1234', endpointId: shopEndpointId, url: `${simulatorUrl}/shop/webhooks`, at })
  await db.transaction('chore.set_up', async (tx) => {
    const known = new Map((await listBankAccounts({ read: tx.run })).map((one) => [one.accountId, one]))
    for (const account of sandboxBankAccounts) {
      // What a person has changed stays so.
      const { name, bic, town, country } = known.get(account.accountId) ?? account
      const where = { bic: bic ?? account.bic, town: town ?? account.town, country: country ?? account.country }
      await addBankAccount(tx, { ...account, name, ...where }, at)
    }
  })
  for (const { agreement, currency, settledAfter, fees } of sandboxSchemeFees) {
    await putAgreement(db, { agreement, currency, settledAfter })
    for (const fee of fees) await putSchemeFee(db, { agreement, validFrom: '2024-01-01', ...fee })
  }
  if ((await listSuppliers(db)).length === 0) {
    await db.transaction('chore.set_up', (tx) =>
      setSupplier(tx, sandboxSupplier, { by: 'operator@sandbox.example', at }),
    )
  }
  const known = await listVariants(db, '1234')
  for (const variant of known.length === 0 ? sandboxVariants(at) : []) await putVariant(db, variant)
  for (const user of sandboxUsers) {
    const isThere = (await readUser(db, user.email)) !== undefined
    if (!isThere) await addUser(db, { ...user, password: sandboxPassword }, at)
  }
  for (const source of fileSources) {
    if ((await listSftpKeys(db, source)).length === 0) await makeSftpKey(db, masterKey, source, at)
  }
  const keys = await listAlipayPlusKeys(db)
  if (keys.some((key) => key.side === 'ours')) return
  await makeOurKey(db, masterKey, '1', at)
  await useAlipayPlusKey(db, '1', at)
}
