import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { registerAgain } from '../registration/index.ts'
import { type By, changeMerchant } from './change.store.ts'
import { readMerchant, setIdentity, setTerms } from './merchant.store.ts'
import { changedIdentity, changedTerms, type GivenChange, termsOf } from './read-merchant.ts'
import { RefusedChange } from './refused-change.ts'

/**
 * Changes limits, currencies, the time to pay and who a merchant is, from now on. Where Alipay+ has registered who it was, it is
 * told anew: answers the id of that request. Throws what is wrong.
 */
export const setMerchant = async (
  db: Db,
  merchantId: MerchantId,
  given: GivenChange,
  who: By,
): Promise<string | undefined> => {
  let registrationRequestId: string | undefined
  await changeMerchant(db, merchantId, who, async (tx) => {
    const merchant = await readMerchant({ read: tx.run }, merchantId)
    if (merchant === undefined) throw new RefusedChange(`There is no merchant ${merchantId}.`)
    const before = termsOf(merchant)
    const after = changedTerms(merchant, given)
    await setTerms(tx, merchantId, after)
    const identity = changedIdentity(merchant, given)
    if (identity === undefined) return { what: 'merchant set', before, after }
    await setIdentity(tx, merchantId, identity)
    registrationRequestId = await registerAgain(tx, { ...merchant, ...identity }, who.at)
    const { name, displayName, mcc, address } = merchant
    return {
      what: 'merchant set',
      before: { ...before, name, displayName, mcc, address },
      after: { ...after, ...identity },
    }
  })
  return registrationRequestId
}
